"""Thành ủy Cần Thơ.

Its design is not known.
"""

from parsers.site import Site

SITE = Site(
    id="thanhuycantho",
    name="Thành ủy Cần Thơ",
    province="Cần Thơ",
    kind="party",
    hosts=("thanhuycantho.vn",),
    seeds=("https://thanhuycantho.vn/",),
)
