"""Cổng thông tin điện tử tỉnh Vĩnh Phúc.

Its design is not known: the CMS of each page is recognised and that family's layout tried.
"""

from parsers.site import Site

SITE = Site(
    id="vinhphuc",
    name="Cổng thông tin điện tử tỉnh Vĩnh Phúc",
    province="Vĩnh Phúc",
    kind="portal",
    hosts=("vinhphuc.gov.vn",),
    seeds=("https://vinhphuc.gov.vn/",),
)
