"""Tỉnh ủy Khánh Hòa.

Its design is not known.
"""

from parsers.site import Site

SITE = Site(
    id="tinhuykhanhhoa",
    name="Tỉnh ủy Khánh Hòa",
    province="Khánh Hòa",
    kind="party",
    hosts=("tinhuykhanhhoa.vn",),
    seeds=("https://tinhuykhanhhoa.vn/",),
)
