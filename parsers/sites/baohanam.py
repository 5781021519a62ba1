"""Báo Hà Nam.

Its design is not known.
"""

from parsers.site import Site

SITE = Site(
    id="baohanam",
    name="Báo Hà Nam",
    province="Hà Nam",
    kind="newspaper",
    hosts=("baohanam.com.vn",),
    seeds=("https://baohanam.com.vn/",),
)
