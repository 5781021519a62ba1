"""Cổng thông tin điện tử tỉnh Bến Tre.

Its design is not known: the CMS of each page is recognised and that family's layout tried.
"""

from parsers.site import Site

SITE = Site(
    id="bentre",
    name="Cổng thông tin điện tử tỉnh Bến Tre",
    province="Bến Tre",
    kind="portal",
    hosts=("bentre.gov.vn",),
    seeds=("https://bentre.gov.vn/",),
)
