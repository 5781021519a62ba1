"""Báo Đồng Nai.

Layout: public crawler configuration of 2026-01.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2026
from parsers.site import Site

SITE = Site(
    id="baodongnai",
    name="Báo Đồng Nai",
    province="Đồng Nai",
    kind="newspaper",
    hosts=("baodongnai.com.vn",),
    seeds=("https://baodongnai.com.vn/",),
    article_url=r"/\d{6}/[a-z0-9-]+-[a-f0-9]{7}/?$",
    layouts=(
        replace(
            SEEN_2026,
            body=(
                "#content.content-detail .td-post-content",
                "#content.content-detail",
                ".content-detail .td-post-content",
            ),
        ),
    ),
)
