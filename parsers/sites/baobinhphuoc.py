"""Báo Bình Phước.

Layout: public configuration of 2019-20. Addresses are /news/<section>/<id>/<slug>/.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.photos import in_figures, in_tables
from parsers.site import Site

SITE = Site(
    id="baobinhphuoc",
    name="Báo Bình Phước",
    province="Bình Phước",
    kind="newspaper",
    hosts=("baobinhphuoc.com.vn",),
    seeds=("https://baobinhphuoc.com.vn/",),
    article_url=r"^/news/\d+/\d+/[^/]+",
    layouts=(
        replace(
            SEEN_2019,
            lede=".sapo",
            published=".time",
            body=".news_body",
            photos=(in_figures("p, td, span", ".hinh"), in_tables()),
            drop=(".news_body .ilink",),
            probe=(".time", ".news_body"),
        ),
    ),
)
