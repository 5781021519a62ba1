"""Cổng thông tin điện tử tỉnh Bắc Ninh.

Its design is not known: the CMS of each page is recognised and that family's layout tried.
"""

from parsers.site import Site

SITE = Site(
    id="bacninh",
    name="Cổng thông tin điện tử tỉnh Bắc Ninh",
    province="Bắc Ninh",
    kind="portal",
    hosts=("bacninh.gov.vn",),
    seeds=("https://bacninh.gov.vn/",),
)
