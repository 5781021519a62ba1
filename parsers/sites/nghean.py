"""Cổng thông tin điện tử tỉnh Nghệ An.

VNPT vnPortal by its asset code nan-ubnd and the addresses of its articles (2022-2025); the design itself is not known.
"""

from parsers.site import Site

SITE = Site(
    id="nghean",
    name="Cổng thông tin điện tử tỉnh Nghệ An",
    province="Nghệ An",
    kind="portal",
    hosts=("nghean.gov.vn",),
    seeds=("https://nghean.gov.vn/",),
    cms="vnportal",
)
