"""Báo Pháp luật TP.HCM.

Layout: public configuration of 2019-20.
"""

from dataclasses import replace

from parsers.above import date_by_the_title
from parsers.cms.usual import SEEN_2019
from parsers.photos import in_figures, in_paragraphs
from parsers.site import Site

SITE = Site(
    id="plo",
    name="Báo Pháp luật TP.HCM",
    province="Hồ Chí Minh",
    kind="newspaper",
    hosts=("plo.vn",),
    seeds=("https://plo.vn/",),
    layouts=(
        replace(
            SEEN_2019,
            lede=".sapo.cms-desc",
            published=(date_by_the_title(), "header time, .article__meta time, time"),
            body="#main_detail",
            photos=(in_figures("em", ".item-photo"), in_paragraphs("em")),
            drop=("#main_detail .adwidget",),
            probe=("time", "#main_detail"),
        ),
    ),
)
