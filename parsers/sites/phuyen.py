"""Cổng thông tin điện tử tỉnh Phú Yên.

Its design is not known: the CMS of each page is recognised and that family's layout tried.
"""

from parsers.site import Site

SITE = Site(
    id="phuyen",
    name="Cổng thông tin điện tử tỉnh Phú Yên",
    province="Phú Yên",
    kind="portal",
    hosts=("phuyen.gov.vn",),
    seeds=("https://phuyen.gov.vn/",),
)
