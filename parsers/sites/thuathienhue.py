"""Cổng thông tin điện tử tỉnh Thừa Thiên Huế.

Its design is not known: the CMS of each page is recognised and that family's layout tried.
"""

from parsers.site import Site

SITE = Site(
    id="thuathienhue",
    name="Cổng thông tin điện tử tỉnh Thừa Thiên Huế",
    province="Thừa Thiên Huế",
    kind="portal",
    hosts=("thuathienhue.gov.vn",),
    seeds=("https://thuathienhue.gov.vn/",),
)
