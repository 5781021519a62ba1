"""Báo Khánh Hòa.

Layouts: public configuration of 2019-20 and public crawler configuration of 2026-01; it changed its body markup in
between. Sections may have sections (published scraper of 2026).
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019, SEEN_2026
from parsers.names import first_bold_paragraph
from parsers.site import Site

SITE = Site(
    id="baokhanhhoa",
    name="Báo Khánh Hòa",
    province="Khánh Hòa",
    kind="newspaper",
    hosts=("baokhanhhoa.vn",),
    seeds=("https://baokhanhhoa.vn/",),
    article_url=r"^/[^/]+/(?:[^/]+/)?\d{6}/[^/]+-[0-9a-f]{7}/?$",
    layouts=(
        replace(
            SEEN_2019,
            lede=first_bold_paragraph(),
            published="div.date",
            body=".detail-news",
            probe=("div.date", ".detail-news"),
        ),
        replace(SEEN_2026, title=("h1.head_title", "h1"), body=".content-detail"),
    ),
)
