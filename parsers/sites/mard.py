"""Bộ Nông nghiệp và Phát triển nông thôn.

SharePoint. Layout: public crawler configuration of 2026-01; title and date: a published scraper of 2020. The pattern
of the former had doubled backslashes and matched nothing; lists begin with tin- or danh-sach-tin-. Since 2025 part of
mae.gov.vn.
"""

from dataclasses import replace

from parsers.above import heading_that_names_the_page
from parsers.cms.usual import SEEN_2026, USUAL_DATES
from parsers.site import Site

SITE = Site(
    id="mard",
    name="Bộ Nông nghiệp và Phát triển nông thôn",
    province=None,
    kind="portal",
    hosts=("mard.gov.vn",),
    seeds=("https://mard.gov.vn/Pages/default.aspx",),
    article_url=r"^/Pages/(?!tin-|danh-sach-tin-|default)[^/]+\.aspx",
    cms="sharepoint",
    layouts=(
        replace(
            SEEN_2026,
            title=("#txtTitle", heading_that_names_the_page(), "meta[property='og:title']", "h1"),
            published=("#txtDateString", *USUAL_DATES),
            body="#divArticleDescription",
            since="2020-01-01",
        ),
    ),
)
