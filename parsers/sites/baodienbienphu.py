"""Báo Điện Biên Phủ.

Layouts: public configuration of 2019-20 and public crawler configuration of 2026-01; it changed its body markup in
between. Lists are filled by scripts from api-dienbien.baodienbienphu.vn.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019, SEEN_2026
from parsers.photos import in_paragraphs
from parsers.site import Site

SITE = Site(
    id="baodienbienphu",
    name="Báo Điện Biên Phủ",
    province="Điện Biên",
    kind="newspaper",
    hosts=("baodienbienphu.vn", "baodienbienphu.info.vn", "baodienbienphu.com.vn"),
    seeds=("https://baodienbienphu.vn/",),
    article_url="^/tin-bai/[^/]+/[^/]+/?$",
    layouts=(
        replace(
            SEEN_2019,
            lede=".sapo",
            published=".time",
            body=".newsLeft",
            photos=in_paragraphs(),
            probe=(".time", ".newsLeft"),
        ),
        replace(SEEN_2026, body=".editor-content"),
    ),
)
