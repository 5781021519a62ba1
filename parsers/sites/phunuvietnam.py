"""Báo Phụ nữ Việt Nam.

Layout: public configuration of 2019-20.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.names import signature
from parsers.photos import in_figures
from parsers.site import Site

SITE = Site(
    id="phunuvietnam",
    name="Báo Phụ nữ Việt Nam",
    province=None,
    kind="newspaper",
    hosts=("phunuvietnam.vn",),
    seeds=("https://phunuvietnam.vn/",),
    layouts=(
        replace(
            SEEN_2019,
            lede=".news-des",
            published=".pull-left",
            body=".article-detail.content",
            photos=in_figures(),
            byline=(".author", signature()),
            drop=(".article-detail .middle_post",),
            probe=(".pull-left", ".article-detail.content"),
        ),
    ),
)
