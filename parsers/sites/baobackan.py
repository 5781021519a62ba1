"""Báo Bắc Kạn.

Layout: public configuration of 2019-20. A browser was needed then.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.names import first_bold_paragraph
from parsers.site import Site

SITE = Site(
    id="baobackan",
    name="Báo Bắc Kạn",
    province="Bắc Kạn",
    kind="newspaper",
    hosts=("baobackan.org.vn",),
    seeds=("https://baobackan.org.vn/",),
    layouts=(
        replace(
            SEEN_2019, lede=first_bold_paragraph(), published="#date", body="#content", probe=("#date", "#content")
        ),
    ),
)
