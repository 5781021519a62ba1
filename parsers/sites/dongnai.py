"""Cổng thông tin điện tử tỉnh Đồng Nai.

Its design is not known; the district Xuân Lộc runs NukeViet on a host of its own.
"""

from parsers.site import Site

SITE = Site(
    id="dongnai",
    name="Cổng thông tin điện tử tỉnh Đồng Nai",
    province="Đồng Nai",
    kind="portal",
    hosts=("dongnai.gov.vn",),
    seeds=("https://dongnai.gov.vn/",),
)
