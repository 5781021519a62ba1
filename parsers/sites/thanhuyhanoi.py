"""Thành ủy Hà Nội.

Its design is not known.
"""

from parsers.site import Site

SITE = Site(
    id="thanhuyhanoi",
    name="Thành ủy Hà Nội",
    province="Hà Nội",
    kind="party",
    hosts=("thanhuyhanoi.vn",),
    seeds=("https://thanhuyhanoi.vn/",),
)
