"""Cổng thông tin điện tử tỉnh Sơn La.

Its design is not known: the CMS of each page is recognised and that family's layout tried.
"""

from parsers.site import Site

SITE = Site(
    id="sonla",
    name="Cổng thông tin điện tử tỉnh Sơn La",
    province="Sơn La",
    kind="portal",
    hosts=("sonla.gov.vn",),
    seeds=("https://sonla.gov.vn/",),
)
