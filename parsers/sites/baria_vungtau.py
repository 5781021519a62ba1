"""Cổng thông tin điện tử tỉnh Bà Rịa - Vũng Tàu.

Its design is not known: the CMS of each page is recognised and that family's layout tried.
"""

from parsers.site import Site

SITE = Site(
    id="baria-vungtau",
    name="Cổng thông tin điện tử tỉnh Bà Rịa - Vũng Tàu",
    province="Bà Rịa - Vũng Tàu",
    kind="portal",
    hosts=("baria-vungtau.gov.vn",),
    seeds=("https://baria-vungtau.gov.vn/",),
)
