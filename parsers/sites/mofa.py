"""Bộ Ngoại giao.

Layout: public crawler configuration of 2026-01.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2026
from parsers.site import Site

SITE = Site(
    id="mofa",
    name="Bộ Ngoại giao",
    province=None,
    kind="portal",
    hosts=("mofa.gov.vn",),
    seeds=("https://mofa.gov.vn/",),
    article_url=r"^/tin-chi-tiet/chi-tiet/.+-\d+(?:-\d+)?\.html$",
    layouts=(
        replace(
            SEEN_2026,
            title=("h1.title", "h1"),
            lede=".article-summary",
            body=("#content-post", ".article-content"),
            drop=("#content-post .toolbar", "#content-post .share-actions"),
        ),
    ),
)
