"""Cổng thông tin điện tử tỉnh Bình Dương.

Its design is not known: the CMS of each page is recognised and that family's layout tried.
"""

from parsers.site import Site

SITE = Site(
    id="binhduong",
    name="Cổng thông tin điện tử tỉnh Bình Dương",
    province="Bình Dương",
    kind="portal",
    hosts=("binhduong.gov.vn",),
    seeds=("https://binhduong.gov.vn/",),
)
