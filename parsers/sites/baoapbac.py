"""Báo Ấp Bắc.

Layout: public configuration of 2019-20. Its date node is called #current-date: check that it is not the clock before
trusting it.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.names import first_paragraph
from parsers.site import Site

SITE = Site(
    id="baoapbac",
    name="Báo Ấp Bắc",
    province="Tiền Giang",
    kind="newspaper",
    hosts=("baoapbac.vn",),
    seeds=("https://baoapbac.vn/",),
    layouts=(
        replace(
            SEEN_2019,
            lede=(".content > p:first-of-type", first_paragraph()),
            published="#current-date",
            body="#content",
            probe=("#current-date", "#content"),
        ),
    ),
)
