"""Cổng thông tin điện tử tỉnh Nghệ An.

Its design is not known: the CMS of each page is recognised and that family's layout tried.
"""

from parsers.site import Site

SITE = Site(
    id="nghean",
    name="Cổng thông tin điện tử tỉnh Nghệ An",
    province="Nghệ An",
    kind="portal",
    hosts=("nghean.gov.vn",),
    seeds=("https://nghean.gov.vn/",),
)
