"""Thành ủy Bắc Ninh.

The city's party committee, a sub-domain of the province's portal; its design is not known.
"""

from parsers.site import Site

SITE = Site(
    id="bacninh-thanhuy",
    name="Thành ủy Bắc Ninh",
    province="Bắc Ninh",
    kind="party",
    hosts=("thanhuy.bacninh.gov.vn",),
    seeds=("https://thanhuy.bacninh.gov.vn/",),
)
