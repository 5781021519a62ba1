"""Báo Quảng Bình.

Layout: public configuration of 2019-20. Addresses: links to its articles of 2025.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.names import first_bold_paragraph
from parsers.site import Site

SITE = Site(
    id="baoquangbinh",
    name="Báo Quảng Bình",
    province="Quảng Bình",
    kind="newspaper",
    hosts=("baoquangbinh.vn",),
    seeds=("https://baoquangbinh.vn/",),
    article_url=r"/\d{6}/[^/]+/?$",
    layouts=(
        replace(
            SEEN_2019,
            lede=first_bold_paragraph(),
            published=".date",
            body="#content",
            drop=("#content .quote",),
            probe=(".date", "#content"),
        ),
    ),
)
