"""Bộ Tài chính.

Layout: public crawler configuration of 2026-01. Addresses of articles are not known.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2026
from parsers.site import Site

SITE = Site(
    id="mof",
    name="Bộ Tài chính",
    province=None,
    kind="portal",
    hosts=("mof.gov.vn",),
    seeds=("https://mof.gov.vn/",),
    layouts=(
        replace(
            SEEN_2026, title=("h1.mof-article__title", "h1"), body=(".mof-article__content", "article.mof-article")
        ),
    ),
)
