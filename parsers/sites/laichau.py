"""Cổng thông tin điện tử tỉnh Lai Châu.

Its design is not known: the CMS of each page is recognised and that family's layout tried.
"""

from parsers.site import Site

SITE = Site(
    id="laichau",
    name="Cổng thông tin điện tử tỉnh Lai Châu",
    province="Lai Châu",
    kind="portal",
    hosts=("laichau.gov.vn",),
    seeds=("https://laichau.gov.vn/",),
)
