"""Báo Đà Nẵng.

OneCMS. Layout: a saved page of 2026-09; sections: public crawler configuration of 2026-01. Since 2025-07-01 together
with the paper of Quảng Nam.
"""

from dataclasses import replace

from parsers.cms.onecms import ONECMS
from parsers.site import Site

_SECTIONS = """
chinh-tri xa-hoi kinh-te nong-nghiep-nong-thon quoc-phong-an-ninh the-gioi the-thao van-hoa-van-nghe doi-song du-lich
khoa-hoc-cong-nghe su-kien-binh-luan co-hoi-dau-tu theo-buoc-chan-nguoi-quang toa-soan-ban-doc tin-moi-nhat
"""

SITE = Site(
    id="baodanang",
    name="Báo Đà Nẵng",
    province="Đà Nẵng",
    kind="newspaper",
    hosts=("baodanang.vn",),
    seeds=("https://baodanang.vn/", *(f"https://baodanang.vn/{section}" for section in _SECTIONS.split())),
    article_url=r"/(?!.*-event\d+\.html$)[^/]+-\d{4,}\.html$",
    cms="onecms",
    verified="golden, written from the markup of a saved page of 2026-09",
    layouts=(replace(ONECMS, name="2026", since="2025-07-01"),),
)
