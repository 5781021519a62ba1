"""Báo Hải Dương.

Its design is not known.
"""

from parsers.site import Site

SITE = Site(
    id="baohaiduong",
    name="Báo Hải Dương",
    province="Hải Dương",
    kind="newspaper",
    hosts=("baohaiduong.vn",),
    seeds=("https://baohaiduong.vn/",),
)
