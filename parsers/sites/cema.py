"""Ủy ban Dân tộc.

Layout: public crawler configuration of 2026-01; lede, date and byline: a published scraper of 2020 and one of 2025.
HTTP only: the certificate is for another name. The scraper of 2025 reads the same design at ubdt.gov.vn.
"""

from dataclasses import replace

from parsers.above import heading_that_names_the_page
from parsers.cms.usual import SEEN_2026, USUAL_DATES, USUAL_LEDES
from parsers.names import closing_source, signature
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
            title=(
                "[id$=_newsTitle]",
                heading_that_names_the_page(),
                "meta[property='og:title']",
                "#printContent h3",
                "h3",
            ),
            lede=("[id$=_newsContent]", *USUAL_LEDES),
            published=("[id$=_lblDate]", *USUAL_DATES),
            body="#divNewsDetails",
            byline=("p.pull-right > span", signature()),
            source=("[id$=_lblNguonThongTin]", closing_source()),
            since="2020-01-01",
        ),
    ),
)
