"""Báo Phú Yên.

Layout: public configuration of 2019-20.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.photos import in_figures, in_paragraphs, in_tables
from parsers.site import Site

SITE = Site(
    id="baophuyen",
    name="Báo Phú Yên",
    province="Phú Yên",
    kind="newspaper",
    hosts=("baophuyen.com.vn",),
    seeds=("https://baophuyen.com.vn/",),
    layouts=(
        replace(
            SEEN_2019,
            lede=".newsDetail .text > p:first-of-type",
            published=".newsDetail > .date",
            body=".newsDetail",
            title=".newsDetail > .title",
            photos=(in_figures("p", ".pic"), in_tables(), in_paragraphs()),
            drop=(".newsDetail .date", ".newsDetail .commentDetail", ".newsDetail .otherNews", ".newsDetail .share"),
            probe=(".newsDetail > .date", ".newsDetail"),
        ),
    ),
)
