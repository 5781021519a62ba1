"""Cổng thông tin điện tử tỉnh Lạng Sơn.

Its design is not known: the CMS of each page is recognised and that family's layout tried.
"""

from parsers.site import Site

SITE = Site(
    id="langson",
    name="Cổng thông tin điện tử tỉnh Lạng Sơn",
    province="Lạng Sơn",
    kind="portal",
    hosts=("langson.gov.vn",),
    seeds=("https://langson.gov.vn/",),
)
