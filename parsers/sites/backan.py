"""Cổng thông tin điện tử tỉnh Bắc Kạn.

Its design is not known: the CMS of each page is recognised and that family's layout tried.
"""

from parsers.site import Site

SITE = Site(
    id="backan",
    name="Cổng thông tin điện tử tỉnh Bắc Kạn",
    province="Bắc Kạn",
    kind="portal",
    hosts=("backan.gov.vn",),
    seeds=("https://backan.gov.vn/",),
)
