"""Báo Hà Giang.

Layout: public configuration of 2019-20.
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
    layouts=(replace(SEEN_2019, published="#date", body="#content", probe=("#date", "#content")),),
)
