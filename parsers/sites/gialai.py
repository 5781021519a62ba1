"""Cổng thông tin điện tử tỉnh Gia Lai.

Its design is not known: the CMS of each page is recognised and that family's layout tried.
"""

from parsers.site import Site

SITE = Site(
    id="gialai",
    name="Cổng thông tin điện tử tỉnh Gia Lai",
    province="Gia Lai",
    kind="portal",
    hosts=("gialai.gov.vn",),
    seeds=("https://gialai.gov.vn/",),
)
