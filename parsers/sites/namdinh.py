"""Cổng thông tin điện tử tỉnh Nam Định.

Its design is not known: the CMS of each page is recognised and that family's layout tried.
"""

from parsers.site import Site

SITE = Site(
    id="namdinh",
    name="Cổng thông tin điện tử tỉnh Nam Định",
    province="Nam Định",
    kind="portal",
    hosts=("namdinh.gov.vn",),
    seeds=("https://namdinh.gov.vn/",),
)
