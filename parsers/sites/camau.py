"""Cổng thông tin điện tử tỉnh Cà Mau.

Its design is not known; attachments of its old pages are encoded in VNI.
"""

from parsers.site import Site

SITE = Site(
    id="camau",
    name="Cổng thông tin điện tử tỉnh Cà Mau",
    province="Cà Mau",
    kind="portal",
    hosts=("camau.gov.vn",),
    seeds=("https://camau.gov.vn/",),
)
