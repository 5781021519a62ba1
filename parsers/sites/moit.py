"""Bộ Công Thương.

Liferay underneath. Layout: public crawler configuration of 2026-01.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2026
from parsers.names import signature
from parsers.site import Site

_SECTIONS = """
tin-tuc
"""

SITE = Site(
    id="moit",
    name="Bộ Công Thương",
    province=None,
    kind="portal",
    hosts=("moit.gov.vn",),
    seeds=("https://moit.gov.vn/", *(f"https://moit.gov.vn/{section}" for section in _SECTIONS.split())),
    article_url=r"^/tin-tuc/.+\.html$",
    layouts=(
        replace(
            SEEN_2026,
            title=("h1.article-title", "h1"),
            body="div.block-core-a5 > div.article-content",
            lede="div.article-brief",
            source=".aritcle-source",
            byline=(".aritcle-author", signature()),
            drop=(
                ".article-content .social-connect",
                ".article-content .article-network-share",
                ".article-content .article-tags",
                ".article-content .status-link",
                "#audio25",
            ),
        ),
    ),
)
