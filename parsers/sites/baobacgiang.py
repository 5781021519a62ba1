"""Báo Bắc Giang.

Layout: public configuration of 2019-20, of baobacgiang.com.vn; later it moved to baobacgiang.vn. Addresses of articles,
the old with a number of its own and those since about 2024: links in public repositories. Since 2025-07-01 part of baobacninhtv.vn.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.site import Site

SITE = Site(
    id="baobacgiang",
    name="Báo Bắc Giang",
    province="Bắc Giang",
    kind="newspaper",
    hosts=("baobacgiang.vn", "baobacgiang.com.vn"),
    seeds=("https://baobacgiang.vn/",),
    article_url=r"-postid\d+\.bbg$|^/bg/.+/\d{4,}/[^/]+\.html$",
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
