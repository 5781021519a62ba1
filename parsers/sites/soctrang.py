"""Cổng thông tin điện tử tỉnh Sóc Trăng.

Its design is not known; its departments ran VNPT vnPortal, and most attachments are encoded in TCVN3.
"""

from parsers.site import Site

SITE = Site(
    id="soctrang",
    name="Cổng thông tin điện tử tỉnh Sóc Trăng",
    province="Sóc Trăng",
    kind="portal",
    hosts=("soctrang.gov.vn",),
    seeds=("https://soctrang.gov.vn/",),
)
