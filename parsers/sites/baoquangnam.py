"""Báo Quảng Nam.

Layout: public configuration of 2019-20.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.photos import in_figures
from parsers.site import Site

SITE = Site(
    id="baoquangnam",
    name="Báo Quảng Nam",
    province="Quảng Nam",
    kind="newspaper",
    hosts=("baoquangnam.vn",),
    seeds=("https://baoquangnam.vn/",),
    layouts=(
        replace(
            SEEN_2019,
            lede=".chapeau",
            published=".pull-right.date-time",
            body=".body-content",
            photos=in_figures(),
            probe=(".pull-right.date-time", ".body-content"),
        ),
    ),
)
