"""Cổng thông tin điện tử tỉnh Đồng Tháp.

Its design is not known: the CMS of each page is recognised and that family's layout tried.
"""

from parsers.site import Site

SITE = Site(
    id="dongthap",
    name="Cổng thông tin điện tử tỉnh Đồng Tháp",
    province="Đồng Tháp",
    kind="portal",
    hosts=("dongthap.gov.vn",),
    seeds=("https://dongthap.gov.vn/",),
)
