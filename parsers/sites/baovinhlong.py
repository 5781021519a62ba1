"""Báo Vĩnh Long.

Layouts: public configuration of 2019-20 and public crawler configuration of 2026-01; the body node stayed. The new
address was baovinhlong.vn by then, with the former papers of Bến Tre and Trà Vinh as sub-domains.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019, SEEN_2026
from parsers.names import first_bold_paragraph
from parsers.photos import in_tables
from parsers.site import Site

SITE = Site(
    id="baovinhlong",
    name="Báo Vĩnh Long",
    province="Vĩnh Long",
    kind="newspaper",
    hosts=("baovinhlong.vn", "baovinhlong.com.vn"),
    seeds=("https://baovinhlong.vn/",),
    article_url=r"/\d{6}/[^/]+-[0-9a-f]{7}/?$",
    layouts=(
        replace(
            SEEN_2019,
            lede=first_bold_paragraph(),
            published="div.date",
            body="#content",
            photos=in_tables(),
            probe=("div.date", "#content"),
        ),
        replace(SEEN_2026, body=("#content .td-post-content", "#content")),
    ),
)
