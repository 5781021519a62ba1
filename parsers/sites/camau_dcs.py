"""Tỉnh ủy Cà Mau.

Its design is not known.
"""

from parsers.site import Site

SITE = Site(
    id="camau-dcs",
    name="Tỉnh ủy Cà Mau",
    province="Cà Mau",
    kind="party",
    hosts=("camau.dcs.vn",),
    seeds=("https://camau.dcs.vn/",),
)
