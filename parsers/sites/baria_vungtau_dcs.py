"""Tỉnh ủy Bà Rịa - Vũng Tàu.

Only its image folder /portal/images/ is known.
"""

from parsers.site import Site

SITE = Site(
    id="baria-vungtau-dcs",
    name="Tỉnh ủy Bà Rịa - Vũng Tàu",
    province="Bà Rịa - Vũng Tàu",
    kind="party",
    hosts=("baria-vungtau.dcs.vn",),
    seeds=("https://baria-vungtau.dcs.vn/",),
)
