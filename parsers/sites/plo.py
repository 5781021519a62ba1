"""Báo Pháp luật TP.HCM.

Layouts: public configurations of 2019-20; today ZCE, by a public configuration of 2025.
"""

from dataclasses import replace

from parsers.above import date_by_the_title
from parsers.cms.usual import SEEN_2019, USUAL_TITLES
from parsers.cms.zce import ZCE
from parsers.photos import in_figures, in_paragraphs
from parsers.site import Site

SITE = Site(
    id="plo",
    name="Báo Pháp luật TP.HCM",
    province="Hồ Chí Minh",
    kind="newspaper",
    hosts=("plo.vn",),
    seeds=("https://plo.vn/",),
    article_url=r"-(?:post)?\d+\.html$",
    cms="zce",
    layouts=(
        replace(
            SEEN_2019,
            title=("h1.main-title.cms-title", *USUAL_TITLES),
            lede=".sapo.cms-desc",
            published=(date_by_the_title(), "header time, .article__meta time, time"),
            body="#main_detail",
            photos=(in_figures("em", ".item-photo"), in_paragraphs("em")),
            drop=("#main_detail .adwidget",),
            tags="ul.tags li",
            probe=("time", "#main_detail"),
        ),
        replace(ZCE, name="2025", since="2022-01-01"),
    ),
)
