"""Báo Ninh Bình.

Layout: public crawler configuration of 2026-01.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2026, USUAL_DATES
from parsers.site import Site

SITE = Site(
    id="baoninhbinh",
    name="Báo Ninh Bình",
    province="Ninh Bình",
    kind="newspaper",
    hosts=("baoninhbinh.org.vn",),
    seeds=("https://baoninhbinh.org.vn/",),
    article_url=r"-\d{15}\.html$",
    layouts=(
        replace(
            SEEN_2026,
            title=("h1.header-title", ".header-title.font-serif", "h1"),
            published=(*USUAL_DATES, "#date"),
            body=("#content_detail", "#content-detail", ".content-detail"),
        ),
    ),
)
