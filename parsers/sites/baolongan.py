"""Báo Long An.

Its design is not known.
"""

from parsers.site import Site

SITE = Site(
    id="baolongan",
    name="Báo Long An",
    province="Long An",
    kind="newspaper",
    hosts=("baolongan.vn",),
    seeds=("https://baolongan.vn/",),
)
