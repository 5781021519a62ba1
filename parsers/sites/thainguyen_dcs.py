"""Tỉnh ủy Thái Nguyên.

NukeViet by the description of 2026; its theme has not been seen.
"""

from parsers.site import Site

SITE = Site(
    id="thainguyen-dcs",
    name="Tỉnh ủy Thái Nguyên",
    province="Thái Nguyên",
    kind="party",
    hosts=("thainguyen.dcs.vn",),
    seeds=("https://thainguyen.dcs.vn/",),
    article_url=r"-\d+\.html$",
    cms="nukeviet",
)
