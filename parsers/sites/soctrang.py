"""Cổng thông tin điện tử tỉnh Sóc Trăng.

VNPT vnPortal in an older form, by the addresses of its articles (2021-2024); the design itself is not known. Most
attachments are encoded in TCVN3.
"""

from parsers.site import Site

SITE = Site(
    id="soctrang",
    name="Cổng thông tin điện tử tỉnh Sóc Trăng",
    province="Sóc Trăng",
    kind="portal",
    hosts=("soctrang.gov.vn",),
    seeds=("https://soctrang.gov.vn/",),
    article_url=r"/mDefault\.aspx\?(?:.*&)?id=\d+|-\d{6,}(?:\.html)?$",
    cms="vnportal",
)
