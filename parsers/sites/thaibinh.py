"""Cổng thông tin điện tử tỉnh Thái Bình.

Its design is not known: the CMS of each page is recognised and that family's layout tried.
"""

from parsers.site import Site

SITE = Site(
    id="thaibinh",
    name="Cổng thông tin điện tử tỉnh Thái Bình",
    province="Thái Bình",
    kind="portal",
    hosts=("thaibinh.gov.vn",),
    seeds=("https://thaibinh.gov.vn/",),
)
