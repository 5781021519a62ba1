"""Trang nội bộ Tỉnh ủy An Giang.

Named beside the public site in 2023; nothing else is known of it.
"""

from parsers.site import Site

SITE = Site(
    id="angiang-noibo",
    name="Trang nội bộ Tỉnh ủy An Giang",
    province="An Giang",
    kind="party",
    hosts=("noibo.angiang.dcs.vn",),
    seeds=("https://noibo.angiang.dcs.vn/",),
)
