"""Tỉnh ủy Bình Phước.

NukeViet by the description of 2026; its theme has not been seen.
"""

from parsers.site import Site

SITE = Site(
    id="tinhuybinhphuoc",
    name="Tỉnh ủy Bình Phước",
    province="Bình Phước",
    kind="party",
    hosts=("tinhuybinhphuoc.vn",),
    seeds=("https://tinhuybinhphuoc.vn/",),
    article_url=r"-\d+\.html$",
    cms="nukeviet",
)
