"""Tạp chí Doanh nhân Sài Gòn.

Layout: public configuration of 2019-20. Addresses of articles: links of 2022-26 in public repositories.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.photos import in_tables
from parsers.site import Site

SITE = Site(
    id="doanhnhansaigon",
    name="Tạp chí Doanh nhân Sài Gòn",
    province="Hồ Chí Minh",
    kind="newspaper",
    hosts=("doanhnhansaigon.vn",),
    seeds=("https://doanhnhansaigon.vn/",),
    article_url=r"^/(?!tag/)(?:[^/]+/)?[^/]+-\d{5,}\.html$",
    layouts=(
        replace(
            SEEN_2019,
            lede=".description",
            published=".time",
            body=".fck_detail",
            photos=in_tables(),
            drop=(".fck_detail .box_see_more", ".fck_detail .social-img", ".fck_detail .box_quote"),
            probe=(".time", ".fck_detail"),
        ),
    ),
)
