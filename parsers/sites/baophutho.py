"""Báo Phú Thọ.

Layouts: public configuration of 2019-20 and public crawler configuration of 2026-01; it changed its body markup in
between. By the notes of two public crawlers of 2026-10, about half of the articles are enciphered and filled in by a
script, and "{title}", "{publish}", "{head}" stand where it will write.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019, SEEN_2026
from parsers.names import first_bold_paragraph
from parsers.site import Site

_SECTIONS = """
phu-tho-24h phong-vi-dat-to den-hung du-lich-le-hoi chinh-tri xay-dung-dang quoc-hoi-hoi-dong-nhan-dan
hoc-va-lam-theo-bac van-hoa-xa-hoi xa-hoi van-hoc-nghe-thuat van-hoa dan-toc-ton-giao net-dep-doi-thuong kinh-te
gia-ca-thi-truong giao-duc y-te phong-su-ghi-chep quoc-te quoc-phong-an-ninh giai-tri the-thao toa-soan-ban-doc
cong-dong ong-kinh-phong-vien khoa-hoc-cong-nghe chuyen-doi-so o-to-xe-may tin24h
"""

SITE = Site(
    id="baophutho",
    name="Báo Phú Thọ",
    province="Phú Thọ",
    kind="newspaper",
    hosts=("baophutho.vn",),
    seeds=("https://baophutho.vn/", *(f"https://baophutho.vn/{section}" for section in _SECTIONS.split())),
    article_url=r"/[^/]+-\d+\.htm$",
    layouts=(
        replace(
            SEEN_2019,
            lede=first_bold_paragraph(),
            published=".pt-post-detail__time",
            body="#content",
            probe=(".pt-post-detail__time", "#content"),
        ),
        replace(SEEN_2026, title="h1.pTitle", body="#dcontent", lede="#dcontent p.pHead"),
    ),
)
