"""Tỉnh ủy Vĩnh Long.

Next.js, so the bytes may be an empty shell; photos come from cdn.vinhlong.dcs.vn.
"""

from parsers.site import Site

SITE = Site(
    id="vinhlong-dcs",
    name="Tỉnh ủy Vĩnh Long",
    province="Vĩnh Long",
    kind="party",
    hosts=("vinhlong.dcs.vn",),
    seeds=("https://vinhlong.dcs.vn/",),
)
