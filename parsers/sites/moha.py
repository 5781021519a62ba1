"""Bộ Nội vụ.

Layouts: public crawler configuration of 2026-01 and a published scraper of 2020. Pages may be empty
shells, filled by a script from api-portal.moha.gov.vn/api/Public.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019, SEEN_2026
from parsers.site import Site

SITE = Site(
    id="moha",
    name="Bộ Nội vụ",
    province=None,
    kind="portal",
    hosts=("moha.gov.vn",),
    seeds=("https://moha.gov.vn/",),
    article_url=r"^/tin-tuc/.+---id\d+/?$",
    layouts=(
        replace(
            SEEN_2026,
            title=("div.mh-page-header h1", "h1"),
            body=("div.mh-detail-content", "div.mh-detail-body"),
        ),
        replace(
            SEEN_2019,
            name="2020",
            title="#news_details h1",
            lede="#show_description",
            published="#news_details h1 ~ div p",
            body="#show_content",
            probe=("#news_details h1", "#show_content"),
        ),
    ),
)
