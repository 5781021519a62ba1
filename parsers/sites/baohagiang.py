"""Báo Hà Giang.

Layout: public configuration of 2019-20. Addresses: links to its articles of 2022-23.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.site import Site

SITE = Site(
    id="baohagiang",
    name="Báo Hà Giang",
    province="Hà Giang",
    kind="newspaper",
    hosts=("baohagiang.vn",),
    seeds=("https://baohagiang.vn/",),
    article_url=r"/\d{6}/[^/]+/?$",
    layouts=(replace(SEEN_2019, published="#date", body="#content", probe=("#date", "#content")),),
)
