"""Cục Tần số vô tuyến điện.

Layout: public configuration of 2019-20.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.site import Site

SITE = Site(
    id="rfd",
    name="Cục Tần số vô tuyến điện",
    province=None,
    kind="portal",
    hosts=("rfd.gov.vn",),
    seeds=("http://rfd.gov.vn/",),
    layouts=(
        replace(
            SEEN_2019,
            lede="p.des",
            published="p.date",
            body="div.detail",
            drop=("div.detail > div > div:nth-of-type(2)",),
            probe=("p.date", "div.detail"),
        ),
    ),
)
