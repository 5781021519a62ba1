"""Tỉnh ủy Thừa Thiên Huế.

Its design is not known.
"""

from parsers.site import Site

SITE = Site(
    id="tinhuytthue",
    name="Tỉnh ủy Thừa Thiên Huế",
    province="Thừa Thiên Huế",
    kind="party",
    hosts=("tinhuytthue.vn",),
    seeds=("https://tinhuytthue.vn/",),
)
