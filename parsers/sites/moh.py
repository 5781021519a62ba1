"""Bộ Y tế.

Liferay. Layout: public crawler configuration of 2026-01. Titles and dates are the family's guesses.
"""

from dataclasses import replace

from parsers.above import heading_that_names_the_page
from parsers.cms.usual import SEEN_2026
from parsers.site import Site

SITE = Site(
    id="moh",
    name="Bộ Y tế",
    province=None,
    kind="portal",
    hosts=("moh.gov.vn",),
    seeds=("https://moh.gov.vn/",),
    article_url=r"^/web/guest/-/|/-/asset_publisher/\w+/content/",
    cms="liferay",
    layouts=(
        replace(
            SEEN_2026,
            title=(heading_that_names_the_page(), "meta[property='og:title']", ".asset-full-content-title", "h1"),
            body=(".journal-content-article", ".asset-full-content"),
        ),
    ),
    tls="weak_dh",
    tls_reason="key too small for the usual security level; needs SECLEVEL=1 (public crawlers, 2026)",
)
