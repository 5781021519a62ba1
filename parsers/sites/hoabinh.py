"""Cổng thông tin điện tử tỉnh Hòa Bình.

Source: public configuration of 2019-20: captions stand in italics in the next paragraph.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.site import Site

SITE = Site(
    id="hoabinh",
    name="Cổng thông tin điện tử tỉnh Hòa Bình",
    province="Hòa Bình",
    kind="portal",
    hosts=("hoabinh.gov.vn",),
    seeds=("https://hoabinh.gov.vn/",),
    layouts=(
        replace(
            SEEN_2019, lede=".summary", published=".date_time", body=".textdetail", probe=(".date_time", ".textdetail")
        ),
    ),
)
