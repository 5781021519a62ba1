"""Báo Bình Thuận.

Layout: public configuration of 2019-20. Since 2025 its archive stands under baolamdong.vn/bbt/, where ids seem to
continue.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.site import Site

SITE = Site(
    id="baobinhthuan",
    name="Báo Bình Thuận",
    province="Bình Thuận",
    kind="newspaper",
    hosts=("baobinhthuan.com.vn",),
    seeds=("https://baobinhthuan.com.vn/",),
    moved=(("baobinhthuan.com.vn/", "baolamdong.vn/bbt/"),),
    article_url=r"-\d{5,}\.html$",
    layouts=(
        replace(
            SEEN_2019,
            lede="#info_g > p:nth-of-type(2)",
            published="#today",
            body="#info_g",
            probe=("#today", "#info_g"),
        ),
    ),
)
