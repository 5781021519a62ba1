"""Báo Kinh tế và Đô thị.

Layout: public configuration of 2019-20.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019, USUAL_TITLES
from parsers.photos import in_tables
from parsers.site import Site

SITE = Site(
    id="kinhtedothi",
    name="Báo Kinh tế và Đô thị",
    province="Hà Nội",
    kind="newspaper",
    hosts=("kinhtedothi.vn",),
    seeds=("https://kinhtedothi.vn/",),
    layouts=(
        replace(
            SEEN_2019,
            title=("h1.title_detail_news", *USUAL_TITLES),
            tags=".tag_detail a",
            lede=".sapo_detail",
            published=".time_detail_news",
            body="#cotent_detail",
            photos=in_tables(),
            drop=("#cotent_detail .box_guests",),
            probe=(".time_detail_news", "#cotent_detail"),
        ),
    ),
)
