"""Báo Hòa Bình.

Layout: public configuration of 2019-20.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.site import Site

SITE = Site(
    id="baohoabinh",
    name="Báo Hòa Bình",
    province="Hòa Bình",
    kind="newspaper",
    hosts=("baohoabinh.com.vn",),
    seeds=("https://baohoabinh.com.vn/",),
    layouts=(
        replace(
            SEEN_2019,
            lede=".summary",
            published="span.meta",
            body=".post.clearfix:not(.related-post)",
            drop=(".post .related-post",),
            probe=("span.meta", ".post.clearfix"),
        ),
    ),
)
