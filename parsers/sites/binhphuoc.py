"""Cổng thông tin điện tử tỉnh Bình Phước.

Its design is not known: the CMS of each page is recognised and that family's layout tried.
"""

from parsers.site import Site

SITE = Site(
    id="binhphuoc",
    name="Cổng thông tin điện tử tỉnh Bình Phước",
    province="Bình Phước",
    kind="portal",
    hosts=("binhphuoc.gov.vn",),
    seeds=("https://binhphuoc.gov.vn/",),
)
