"""Báo Đà Nẵng.

Layout: public crawler configuration of 2026-01. Since 2025-07-01 together with the paper of Quảng Nam.
"""

from parsers.cms.usual import ONECMS
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
    article_url=r"\.html$",
    layouts=(ONECMS,),
)
