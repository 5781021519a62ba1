"""Cổng thông tin điện tử tỉnh Thanh Hóa.

Its design is not known: the CMS of each page is recognised and that family's layout tried.
"""

from parsers.site import Site

SITE = Site(
    id="thanhhoa",
    name="Cổng thông tin điện tử tỉnh Thanh Hóa",
    province="Thanh Hóa",
    kind="portal",
    hosts=("thanhhoa.gov.vn",),
    seeds=("https://thanhhoa.gov.vn/",),
)
