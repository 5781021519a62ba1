"""Báo Bình Định.

Its design is not known.
"""

from parsers.site import Site

SITE = Site(
    id="baobinhdinh",
    name="Báo Bình Định",
    province="Bình Định",
    kind="newspaper",
    hosts=("baobinhdinh.vn",),
    seeds=("https://baobinhdinh.vn/",),
)
