"""Cổng thông tin điện tử thành phố Đà Nẵng.

Source: public configuration of 2019-20: captions stand in italics in the photo's own paragraph.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.site import Site

SITE = Site(
    id="danang",
    name="Cổng thông tin điện tử thành phố Đà Nẵng",
    province="Đà Nẵng",
    kind="portal",
    hosts=("danang.gov.vn",),
    seeds=("https://danang.gov.vn/",),
    layouts=(
        replace(
            SEEN_2019,
            lede=".chi-tiet-sub-content",
            published=".chi-tiet-publish-date",
            body=".chi-tiet-main-content",
            probe=(".chi-tiet-publish-date", ".chi-tiet-main-content"),
        ),
    ),
)
