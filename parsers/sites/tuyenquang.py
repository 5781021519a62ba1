"""Cổng thông tin điện tử tỉnh Tuyên Quang.

Its design is not known: the CMS of each page is recognised and that family's layout tried.
"""

from parsers.site import Site

SITE = Site(
    id="tuyenquang",
    name="Cổng thông tin điện tử tỉnh Tuyên Quang",
    province="Tuyên Quang",
    kind="portal",
    hosts=("tuyenquang.gov.vn",),
    seeds=("https://tuyenquang.gov.vn/",),
)
