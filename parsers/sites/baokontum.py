"""Báo Kon Tum.

Layout: public configuration of 2019-20.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.names import first_bold_paragraph
from parsers.site import Site

SITE = Site(
    id="baokontum",
    name="Báo Kon Tum",
    province="Kon Tum",
    kind="newspaper",
    hosts=("baokontum.com.vn",),
    seeds=("https://baokontum.com.vn/",),
    layouts=(
        replace(
            SEEN_2019,
            lede=first_bold_paragraph(),
            published=".date-contentL",
            body="#content",
            probe=(".date-contentL", "#content"),
        ),
    ),
)
