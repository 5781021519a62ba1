"""Tỉnh ủy Kiên Giang.

NukeViet by the description of 2026; its theme has not been seen.
"""

from parsers.site import Site

SITE = Site(
    id="kiengiang-dcs",
    name="Tỉnh ủy Kiên Giang",
    province="Kiên Giang",
    kind="party",
    hosts=("kiengiang.dcs.vn",),
    seeds=("https://kiengiang.dcs.vn/",),
    article_url=r"-\d+\.html$",
    cms="nukeviet",
)
