"""Cổng thông tin điện tử tỉnh Ninh Bình.

VNPT vnPortal by its asset code nbh-ubnd; the design itself is not known.
"""

from parsers.site import Site

SITE = Site(
    id="ninhbinh",
    name="Cổng thông tin điện tử tỉnh Ninh Bình",
    province="Ninh Bình",
    kind="portal",
    hosts=("ninhbinh.gov.vn",),
    seeds=("https://ninhbinh.gov.vn/",),
    cms="vnportal",
)
