"""Cổng thông tin điện tử tỉnh Kiên Giang.

Source: public configuration of 2019-20: the lede is the paragraph behind p.mota.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.site import Site

SITE = Site(
    id="kiengiang",
    name="Cổng thông tin điện tử tỉnh Kiên Giang",
    province="Kiên Giang",
    kind="portal",
    hosts=("kiengiang.gov.vn",),
    seeds=("https://kiengiang.gov.vn/",),
    layouts=(
        replace(
            SEEN_2019,
            lede="p.mota + p",
            published=".block_tin .date_pst",
            body=".textbody",
            probe=(".block_tin .date_pst", ".textbody"),
        ),
    ),
)
