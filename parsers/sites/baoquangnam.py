"""Báo Quảng Nam.

Layouts: public configuration of 2019-20, of the same markup as a public scraper that went by tags; since about 2023
OneCMS by its assets (bqn.1cdn.vn), which baodanang.vn goes on with since the papers became one on 2025-07-01. Until
2021 addresses had a section before them.
"""

from dataclasses import replace

from parsers.cms.onecms import ONECMS
from parsers.cms.usual import SEEN_2019, USUAL_TITLES
from parsers.photos import in_figures
from parsers.site import Site

SITE = Site(
    id="baoquangnam",
    name="Báo Quảng Nam",
    province="Quảng Nam",
    kind="newspaper",
    hosts=("baoquangnam.vn",),
    seeds=("https://baoquangnam.vn/",),
    article_url=r"/(?!.*-event\d+\.html$)[^/]+-\d{4,}\.html$",
    cms="onecms",
    layouts=(
        replace(
            SEEN_2019,
            title=("article h1", *USUAL_TITLES),
            lede=".chapeau",
            published=".pull-right.date-time",
            body=".body-content",
            photos=in_figures(),
            probe=(".pull-right.date-time", ".body-content"),
        ),
        replace(ONECMS, name="2023", since="2023-01-01"),
    ),
)
