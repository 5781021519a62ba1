"""Cổng thông tin điện tử tỉnh Long An.

Its design is not known: the CMS of each page is recognised and that family's layout tried.
"""

from parsers.site import Site

SITE = Site(
    id="longan",
    name="Cổng thông tin điện tử tỉnh Long An",
    province="Long An",
    kind="portal",
    hosts=("longan.gov.vn",),
    seeds=("https://longan.gov.vn/",),
)
