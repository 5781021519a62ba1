"""Cổng thông tin điện tử tỉnh Tiền Giang.

Its design is not known: the CMS of each page is recognised and that family's layout tried.
"""

from parsers.site import Site

SITE = Site(
    id="tiengiang",
    name="Cổng thông tin điện tử tỉnh Tiền Giang",
    province="Tiền Giang",
    kind="portal",
    hosts=("tiengiang.gov.vn",),
    seeds=("https://tiengiang.gov.vn/",),
)
