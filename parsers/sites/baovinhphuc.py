"""Báo Vĩnh Phúc.

Layout: public configuration of 2019-20.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.names import first_bold_paragraph
from parsers.site import Site

SITE = Site(
    id="baovinhphuc",
    name="Báo Vĩnh Phúc",
    province="Vĩnh Phúc",
    kind="newspaper",
    hosts=("baovinhphuc.com.vn",),
    seeds=("https://baovinhphuc.com.vn/",),
    layouts=(
        replace(
            SEEN_2019,
            lede=first_bold_paragraph(),
            published=".titleDdtail",
            body=".content-about-baiviet",
            probe=(".titleDdtail", ".content-about-baiviet"),
        ),
    ),
)
