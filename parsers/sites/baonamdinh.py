"""Báo Nam Định.

Layout: public configuration of 2019-20. Addresses and the later host: links to its articles of 2011-24.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.photos import in_tables
from parsers.site import Site

SITE = Site(
    id="baonamdinh",
    name="Báo Nam Định",
    province="Nam Định",
    kind="newspaper",
    hosts=("baonamdinh.vn", "baonamdinh.com.vn"),
    seeds=("https://baonamdinh.vn/",),
    article_url=r"/\d{6}/[^/]+/?$",
    layouts=(
        replace(
            SEEN_2019, published=".date span", body="#content", photos=in_tables(), probe=(".date span", "#content")
        ),
    ),
)
