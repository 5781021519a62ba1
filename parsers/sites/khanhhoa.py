"""Cổng thông tin điện tử tỉnh Khánh Hòa.

Source: public configuration of 2019-20: the lede is the first paragraph, captions are centred.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.site import Site

SITE = Site(
    id="khanhhoa",
    name="Cổng thông tin điện tử tỉnh Khánh Hòa",
    province="Khánh Hòa",
    kind="portal",
    hosts=("khanhhoa.gov.vn",),
    seeds=("https://khanhhoa.gov.vn/",),
    layouts=(
        replace(SEEN_2019, published="#datearticle", body=".chitietbaiviet", probe=("#datearticle", ".chitietbaiviet")),
    ),
)
