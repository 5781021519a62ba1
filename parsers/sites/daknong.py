"""Cổng thông tin điện tử tỉnh Đắk Nông.

Its design is not known: the CMS of each page is recognised and that family's layout tried.
"""

from parsers.site import Site

SITE = Site(
    id="daknong",
    name="Cổng thông tin điện tử tỉnh Đắk Nông",
    province="Đắk Nông",
    kind="portal",
    hosts=("daknong.gov.vn",),
    seeds=("https://daknong.gov.vn/",),
)
