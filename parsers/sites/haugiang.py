"""Cổng thông tin điện tử tỉnh Hậu Giang.

Its design is not known: the CMS of each page is recognised and that family's layout tried.
"""

from parsers.site import Site

SITE = Site(
    id="haugiang",
    name="Cổng thông tin điện tử tỉnh Hậu Giang",
    province="Hậu Giang",
    kind="portal",
    hosts=("haugiang.gov.vn",),
    seeds=("https://haugiang.gov.vn/",),
)
