"""Ủy ban Dân tộc.

Layout: public crawler configuration of 2026-01. HTTP only: the certificate is for another name.
"""

from dataclasses import replace

from parsers.above import heading_that_names_the_page
from parsers.cms.usual import SEEN_2026
from parsers.site import Site

_SECTIONS = """
tin-tuc tin-tuc-hoat-dong thong-bao chuyen-doi-so
"""

SITE = Site(
    id="cema",
    name="Ủy ban Dân tộc",
    province=None,
    kind="portal",
    hosts=("cema.gov.vn",),
    seeds=("http://cema.gov.vn/", *(f"http://cema.gov.vn/{section}" for section in _SECTIONS.split())),
    article_url=r"^/tin-tuc/[^/]+/[^/]+/[^/]+\.htm$|^/(?:tin-tuc-hoat-dong|thong-bao|chuyen-doi-so)/[^/]+\.htm$",
    layouts=(
        replace(
            SEEN_2026,
            title=(heading_that_names_the_page(), "meta[property='og:title']", "#printContent h3", "h3"),
            body="#divNewsDetails",
        ),
    ),
)
