"""Cổng thông tin điện tử tỉnh Hà Nam.

Its design is not known: the CMS of each page is recognised and that family's layout tried.
"""

from parsers.site import Site

SITE = Site(
    id="hanam",
    name="Cổng thông tin điện tử tỉnh Hà Nam",
    province="Hà Nam",
    kind="portal",
    hosts=("hanam.gov.vn",),
    seeds=("https://hanam.gov.vn/",),
)
