"""Báo Quảng Ninh.

Layouts: public configuration of 2019-20 and public crawler configuration of 2026-01; it changed its body markup in
between.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019, SEEN_2026
from parsers.names import first_paragraph
from parsers.photos import in_tables
from parsers.site import Site

_SECTIONS = """
chinh-tri kinh-te xa-hoi phap-luat the-thao du-lich van-hoa quoc-te doi-song khoa-hoc-cong-nghe ban-doc multimedia
truyen-hinh phat-thanh
"""

SITE = Site(
    id="baoquangninh",
    name="Báo Quảng Ninh",
    province="Quảng Ninh",
    kind="newspaper",
    hosts=("baoquangninh.vn", "baoquangninh.com.vn"),
    seeds=("https://baoquangninh.vn/", *(f"https://baoquangninh.vn/{section}" for section in _SECTIONS.split())),
    article_url=r"-\d+\.html$",
    layouts=(
        replace(
            SEEN_2019,
            lede=("#content > p:first-of-type", first_paragraph()),
            published=".date",
            body=".content",
            photos=in_tables(),
            drop=(".content .rl.center",),
            probe=(".date", ".content"),
        ),
        replace(SEEN_2026, title=("h1.name", "h1"), body=("#content-detail", ".content-article .detail")),
    ),
)
