"""Thành ủy Thành phố Hồ Chí Minh.

Its design is not known.
"""

from parsers.site import Site

SITE = Site(
    id="thanhuytphcm",
    name="Thành ủy Thành phố Hồ Chí Minh",
    province="Hồ Chí Minh",
    kind="party",
    hosts=("thanhuytphcm.vn",),
    seeds=("https://thanhuytphcm.vn/",),
)
