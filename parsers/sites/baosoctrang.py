"""Báo Sóc Trăng.

Layout: public configuration of 2019-20. Addresses: links to its articles of 2024.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.site import Site

SITE = Site(
    id="baosoctrang",
    name="Báo Sóc Trăng",
    province="Sóc Trăng",
    kind="newspaper",
    hosts=("baosoctrang.org.vn",),
    seeds=("https://baosoctrang.org.vn/",),
    article_url=r"/\d{6}/[^/]+/?$",
    layouts=(
        replace(
            SEEN_2019,
            lede="article > p",
            published=".list-unstyled li:nth-of-type(2)",
            body=".newscontent",
            probe=(".list-unstyled li:nth-of-type(2)", ".newscontent"),
        ),
    ),
)
