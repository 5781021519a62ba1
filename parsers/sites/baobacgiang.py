"""Báo Bắc Giang.

Layout: public configuration of 2019-20. Since 2025-07-01 part of baobacninhtv.vn.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.site import Site

SITE = Site(
    id="baobacgiang",
    name="Báo Bắc Giang",
    province="Bắc Giang",
    kind="newspaper",
    hosts=("baobacgiang.com.vn",),
    seeds=("https://baobacgiang.com.vn/",),
    layouts=(
        replace(
            SEEN_2019,
            lede="p.alead",
            published=".datetimes-detail-articlecontent",
            body=".ArticleContent.BaoBacGiang8:not(:has(p.alead))",
            probe=(".datetimes-detail-articlecontent", ".BaoBacGiang8"),
        ),
    ),
)
