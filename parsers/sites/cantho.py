"""Cổng thông tin điện tử thành phố Cần Thơ.

Its design is not known: the CMS of each page is recognised and that family's layout tried.
"""

from parsers.site import Site

SITE = Site(
    id="cantho",
    name="Cổng thông tin điện tử thành phố Cần Thơ",
    province="Cần Thơ",
    kind="portal",
    hosts=("cantho.gov.vn",),
    seeds=("https://cantho.gov.vn/",),
)
