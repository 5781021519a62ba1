"""Báo Ninh Thuận.

Layout: public configuration of 2019-20. Addresses of articles: a link in public repositories.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.photos import in_figures, in_paragraphs, in_tables
from parsers.site import Site

SITE = Site(
    id="baoninhthuan",
    name="Báo Ninh Thuận",
    province="Ninh Thuận",
    kind="newspaper",
    hosts=("baoninhthuan.com.vn",),
    seeds=("https://baoninhthuan.com.vn/",),
    article_url=r"^/[^/]+/\d+p\d+c\d+/[^/]+\.html?$",
    layouts=(
        replace(
            SEEN_2019,
            lede=".sapo",
            published="#details > label",
            body=".content",
            photos=(in_figures(), in_tables(), in_paragraphs("div")),
            probe=("#details > label", ".content"),
        ),
    ),
)
