"""Cổng thông tin điện tử tỉnh Trà Vinh.

VNPT vnPortal in an older form, by the addresses of its articles (2021-2024); the design itself is not known.
"""

from parsers.site import Site

SITE = Site(
    id="travinh",
    name="Cổng thông tin điện tử tỉnh Trà Vinh",
    province="Trà Vinh",
    kind="portal",
    hosts=("travinh.gov.vn",),
    seeds=("https://travinh.gov.vn/",),
    article_url=r"/mDefault\.aspx\?(?:.*&)?id=\d+|-\d{6,}(?:\.html)?$",
    cms="vnportal",
)
