"""Báo Huế ngày nay.

Until some day after 2020 Báo Thừa Thiên Huế on the content-fck CMS. Layouts: public configuration of 2019-20 and
public crawler configuration of 2026-01; it changed its body markup in between.
"""

from dataclasses import replace

from parsers.cms.content_fck import CONTENT_FCK_2019
from parsers.cms.usual import SEEN_2026
from parsers.site import Site

SITE = Site(
    id="huengaynay",
    name="Báo Huế ngày nay",
    province="Thừa Thiên Huế",
    kind="newspaper",
    hosts=("huengaynay.vn", "baothuathienhue.vn"),
    seeds=("https://huengaynay.vn/",),
    article_url=r"/[^/]+-\d+\.html?$",
    layouts=(
        replace(
            CONTENT_FCK_2019,
            lede=".fontd.fw600",
            body="#newscontents",
            probe=(".pubdate", "#newscontents"),
            name="2019",
            since="2019-01-01",
            until="2020-12-31",
        ),
        replace(
            SEEN_2026,
            title=("h1.title", "h1", "meta[property='og:title']"),
            body=(
                "[itemprop=articleBody]",
                "#ContentDetail",
                "#content-detail",
                ".detail-content",
                ".article-content",
                ".content-detail",
            ),
            drop=(".article-content .related", ".detail-content .related", ".content-detail .related"),
        ),
    ),
)
