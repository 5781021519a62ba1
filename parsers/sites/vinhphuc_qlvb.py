"""Hệ thống văn bản Tỉnh ủy Vĩnh Phúc.

A document system, not a news site: recorded so that links to it are known for what they are.
"""

from parsers.site import Site

SITE = Site(
    id="vinhphuc-qlvb",
    name="Hệ thống văn bản Tỉnh ủy Vĩnh Phúc",
    province="Vĩnh Phúc",
    kind="party",
    hosts=("qlvbtinhuy.vinhphuc.vn",),
    seeds=("https://qlvbtinhuy.vinhphuc.vn/",),
)
