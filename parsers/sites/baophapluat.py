"""Báo Pháp luật Việt Nam.

Layout: public configuration of 2019-20; addresses: public crawler configuration of 2026-01.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.photos import in_figures
from parsers.site import Site

SITE = Site(
    id="baophapluat",
    name="Báo Pháp luật Việt Nam",
    province=None,
    kind="newspaper",
    hosts=("baophapluat.vn",),
    seeds=("https://baophapluat.vn/",),
    article_url=r"^/(?!chuyen-muc/)[^/]+\.html$",
    layouts=(
        replace(
            SEEN_2019,
            lede=".article__summary.cms-desc",
            published=".article__meta time",
            body=".content:has(.full-img), .content:has(p)",
            photos=(in_figures(".fig", ".full-img"), in_figures()),
            drop=(".article__tag",),
            probe=(".article__meta time", ".article__summary"),
        ),
    ),
)
