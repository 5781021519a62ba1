"""Đài Truyền hình Việt Nam.

Addresses: public crawler configuration of 2026-01; the design is not known.
"""

from parsers.site import Site

SITE = Site(
    id="vtv",
    name="Đài Truyền hình Việt Nam",
    province=None,
    kind="portal",
    hosts=("vtv.gov.vn",),
    seeds=("https://vtv.gov.vn/",),
    article_url="^/news/[^/]+",
)
