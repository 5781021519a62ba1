"""Tỉnh ủy Quảng Trị.

Its design is not known.
"""

from parsers.site import Site

SITE = Site(
    id="tinhuyquangtri",
    name="Tỉnh ủy Quảng Trị",
    province="Quảng Trị",
    kind="party",
    hosts=("tinhuyquangtri.vn",),
    seeds=("https://tinhuyquangtri.vn/",),
)
