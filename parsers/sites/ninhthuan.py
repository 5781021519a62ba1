"""Cổng thông tin điện tử tỉnh Ninh Thuận.

Its design is not known: the CMS of each page is recognised and that family's layout tried.
"""

from parsers.site import Site

SITE = Site(
    id="ninhthuan",
    name="Cổng thông tin điện tử tỉnh Ninh Thuận",
    province="Ninh Thuận",
    kind="portal",
    hosts=("ninhthuan.gov.vn",),
    seeds=("https://ninhthuan.gov.vn/",),
)
