"""Báo Bạc Liêu.

Layout: public configuration of 2019-20.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.site import Site

SITE = Site(
    id="baobaclieu",
    name="Báo Bạc Liêu",
    province="Bạc Liêu",
    kind="newspaper",
    hosts=("baobaclieu.vn",),
    seeds=("https://baobaclieu.vn/",),
    layouts=(replace(SEEN_2019, published=".date", body=".newscontent", probe=(".date", ".newscontent")),),
)
