"""Báo Sơn La.

Layout: public crawler configuration of 2026-01.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2026
from parsers.site import Site

_SECTIONS = """
thoi-su-chinh-tri xay-dung-dang bao-ve-nen-tang-tu-tuong-cua-dang phong-chong-tham-nhung kinh-te nong-nghiep
cong-nghiep-ttcn thuong-mai-dich-vu van-hoa-xa-hoi xa-hoi khoa-giao suc-khoe an-toan-giao-thong the-thao ban-can-biet
quoc-phong-an-ninh quoc-phong an-ninh-trat-tu doi-ngoai quoc-te du-lich nong-thon-moi dien-dan-cu-tri phong-su
phap-luat cai-cach-hanh-chinh
"""

SITE = Site(
    id="baosonla",
    name="Báo Sơn La",
    province="Sơn La",
    kind="newspaper",
    hosts=("baosonla.vn",),
    seeds=("https://baosonla.vn/", *(f"https://baosonla.vn/{section}" for section in _SECTIONS.split())),
    article_url=r"^/[^/]+/.+\.html$",
    layouts=(replace(SEEN_2026, body=("#editor-detail", ".fulltext"), drop=(".audio-article", ".select-accent-wrap")),),
)
