"""Báo Bà Rịa - Vũng Tàu.

Its design is not known.
"""

from parsers.site import Site

SITE = Site(
    id="baobariavungtau",
    name="Báo Bà Rịa - Vũng Tàu",
    province="Bà Rịa - Vũng Tàu",
    kind="newspaper",
    hosts=("baobariavungtau.com.vn",),
    seeds=("https://baobariavungtau.com.vn/",),
)
