"""Bộ Nông nghiệp và Môi trường.

Layout: public crawler configuration of 2026-01. Its patterns had doubled backslashes and matched nothing. Refusals
come with status 200.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2026
from parsers.site import Site

SITE = Site(
    id="mae",
    name="Bộ Nông nghiệp và Môi trường",
    province=None,
    kind="portal",
    hosts=("mae.gov.vn",),
    seeds=("https://mae.gov.vn/",),
    article_url=r"-\d+\.htm$",
    layouts=(
        replace(
            SEEN_2026,
            title=("h1.tieu-de-chi-tiet-tin", "h1.tieu-de-tin-tuc", "h1"),
            body="article.noi-dung-chi-tiet-tin",
        ),
    ),
)
