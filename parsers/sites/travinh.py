"""Cổng thông tin điện tử tỉnh Trà Vinh.

Its design is not known: the CMS of each page is recognised and that family's layout tried.
"""

from parsers.site import Site

SITE = Site(
    id="travinh",
    name="Cổng thông tin điện tử tỉnh Trà Vinh",
    province="Trà Vinh",
    kind="portal",
    hosts=("travinh.gov.vn",),
    seeds=("https://travinh.gov.vn/",),
)
