"""Báo Lai Châu.

Layouts: public configuration of 2019-20 and public crawler configuration of 2026-01; it changed its body markup in
between.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019, SEEN_2026
from parsers.site import Site

SITE = Site(
    id="baolaichau",
    name="Báo Lai Châu",
    province="Lai Châu",
    kind="newspaper",
    hosts=("baolaichau.vn",),
    seeds=("https://baolaichau.vn/",),
    article_url=r"-\d+(?:\.html|/?)$",
    layouts=(
        replace(
            SEEN_2019,
            lede=".desc.sapo",
            published=".text-muted",
            body=".desc.body",
            probe=(".text-muted", ".desc.body"),
        ),
        replace(SEEN_2026, title="#post-content .post-info .title", body="#post-content .post-info .body"),
    ),
)
