"""Cổng thông tin điện tử tỉnh Vĩnh Long.

DNN by its links (tabid, portalid); the design itself is not known. Feed: a public reader of 2026.
"""

from parsers.site import Site

SITE = Site(
    id="vinhlong",
    name="Cổng thông tin điện tử tỉnh Vĩnh Long",
    province="Vĩnh Long",
    kind="portal",
    hosts=("vinhlong.gov.vn",),
    seeds=("https://vinhlong.gov.vn/",),
    cms="dnn",
    feeds=("https://vinhlong.gov.vn/rss/tintuc.rss",),
)
