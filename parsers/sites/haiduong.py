"""Cổng thông tin điện tử tỉnh Hải Dương.

Its design is not known: the CMS of each page is recognised and that family's layout tried.
"""

from parsers.site import Site

SITE = Site(
    id="haiduong",
    name="Cổng thông tin điện tử tỉnh Hải Dương",
    province="Hải Dương",
    kind="portal",
    hosts=("haiduong.gov.vn",),
    seeds=("https://haiduong.gov.vn/",),
)
