"""Cổng thông tin điện tử tỉnh Quảng Bình.

Its design is not known: the CMS of each page is recognised and that family's layout tried.
"""

from parsers.site import Site

SITE = Site(
    id="quangbinh",
    name="Cổng thông tin điện tử tỉnh Quảng Bình",
    province="Quảng Bình",
    kind="portal",
    hosts=("quangbinh.gov.vn",),
    seeds=("https://quangbinh.gov.vn/",),
)
