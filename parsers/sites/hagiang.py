"""Cổng thông tin điện tử tỉnh Hà Giang.

Its design is not known: the CMS of each page is recognised and that family's layout tried.
"""

from parsers.site import Site

SITE = Site(
    id="hagiang",
    name="Cổng thông tin điện tử tỉnh Hà Giang",
    province="Hà Giang",
    kind="portal",
    hosts=("hagiang.gov.vn",),
    seeds=("https://hagiang.gov.vn/",),
)
