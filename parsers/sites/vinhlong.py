"""Cổng thông tin điện tử tỉnh Vĩnh Long.

Its design is not known; a feed is listed in 2026.
"""

from parsers.site import Site

SITE = Site(
    id="vinhlong",
    name="Cổng thông tin điện tử tỉnh Vĩnh Long",
    province="Vĩnh Long",
    kind="portal",
    hosts=("vinhlong.gov.vn",),
    seeds=("https://vinhlong.gov.vn/",),
    feeds=("https://vinhlong.gov.vn/rss/tintuc.rss",),
)
