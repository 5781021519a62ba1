"""Cổng thông tin điện tử tỉnh Bạc Liêu.

Its design is not known: the CMS of each page is recognised and that family's layout tried.
"""

from parsers.site import Site

SITE = Site(
    id="baclieu",
    name="Cổng thông tin điện tử tỉnh Bạc Liêu",
    province="Bạc Liêu",
    kind="portal",
    hosts=("baclieu.gov.vn",),
    seeds=("https://baclieu.gov.vn/",),
)
