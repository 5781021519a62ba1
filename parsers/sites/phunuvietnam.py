"""Báo Phụ nữ Việt Nam.

Layouts: public configuration of 2019-20; since then VCCorp's CMS (a published scraper, 2022 or later), whose own layout
has title, date and lede.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.cms.vccorp import VCCORP
from parsers.names import signature
from parsers.photos import in_figures
from parsers.site import Site

SITE = Site(
    id="phunuvietnam",
    name="Báo Phụ nữ Việt Nam",
    province=None,
    kind="newspaper",
    hosts=("phunuvietnam.vn",),
    seeds=("https://phunuvietnam.vn/",),
    article_url=r"-\d{5,}\.htm$",
    cms="vccorp",
    layouts=(
        replace(
            SEEN_2019,
            lede=".news-des",
            published=".pull-left",
            body=".article-detail.content",
            photos=in_figures(),
            byline=(".author", signature()),
            drop=(".article-detail .middle_post",),
            probe=(".pull-left", ".article-detail.content"),
        ),
        replace(
            VCCORP,
            body=".detail-content.afcbc-body",
            probe=".detail-content.afcbc-body",
            name="2022",
            since="2022-01-01",
        ),
    ),
)
