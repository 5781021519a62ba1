"""Báo Hậu Giang.

Layouts: public scraper of 2020 and public crawler configuration of 2026-01.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019, SEEN_2026
from parsers.site import Site

SITE = Site(
    id="baohaugiang",
    name="Báo Hậu Giang",
    province="Hậu Giang",
    kind="newspaper",
    hosts=("baohaugiang.com.vn",),
    seeds=("https://baohaugiang.com.vn/",),
    article_url=r"/[^/]+/[^/]+-\d+\.html$",
    layouts=(
        replace(
            SEEN_2019,
            name="2020",
            title="h1.view-page-Tit",
            published=".date",
            body=".divDetail.newscontent",
            probe=("h1.view-page-Tit", ".divDetail.newscontent"),
        ),
        replace(SEEN_2026, title=(".news-details-content h1", "h1"), body=".news-details-content .contentView"),
    ),
)
