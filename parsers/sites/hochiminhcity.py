"""Cổng thông tin điện tử thành phố Hồ Chí Minh.

Its design is not known: the CMS of each page is recognised and that family's layout tried.
"""

from parsers.site import Site

SITE = Site(
    id="hochiminhcity",
    name="Cổng thông tin điện tử thành phố Hồ Chí Minh",
    province="Hồ Chí Minh",
    kind="portal",
    hosts=("hochiminhcity.gov.vn", "tphcm.gov.vn"),
    seeds=("https://hochiminhcity.gov.vn/",),
)
