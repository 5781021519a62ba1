"""Báo Thái Bình.

Layout: public configuration of 2019-20. Addresses: links to its articles of 2020-23.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.site import Site

SITE = Site(
    id="baothaibinh",
    name="Báo Thái Bình",
    province="Thái Bình",
    kind="newspaper",
    hosts=("baothaibinh.com.vn",),
    seeds=("https://baothaibinh.com.vn/",),
    article_url=r"^/tin-tuc/\d+/\d+/",
    layouts=(
        replace(
            SEEN_2019,
            lede=".desc",
            published=".date",
            body=".news_content",
            drop=(".news_content .date", ".news_content .views"),
            probe=(".date", ".news_content"),
        ),
    ),
)
