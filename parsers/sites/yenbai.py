"""Cổng thông tin điện tử tỉnh Yên Bái.

Its design is not known: the CMS of each page is recognised and that family's layout tried.
"""

from parsers.site import Site

SITE = Site(
    id="yenbai",
    name="Cổng thông tin điện tử tỉnh Yên Bái",
    province="Yên Bái",
    kind="portal",
    hosts=("yenbai.gov.vn",),
    seeds=("https://yenbai.gov.vn/",),
)
