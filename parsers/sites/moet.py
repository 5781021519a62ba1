"""Bộ Giáo dục và Đào tạo.

Layout: public crawler configuration of 2026-01.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2026
from parsers.site import Site

_SECTIONS = """
tin-tuc
"""

SITE = Site(
    id="moet",
    name="Bộ Giáo dục và Đào tạo",
    province=None,
    kind="portal",
    hosts=("moet.gov.vn",),
    seeds=("https://moet.gov.vn/", *(f"https://moet.gov.vn/{section}" for section in _SECTIONS.split())),
    article_url=r"^/tin-tuc/.+\.html$",
    layouts=(
        replace(
            SEEN_2026,
            title=("h1.article-title", "h1"),
            body="div.content-detail",
            drop=("div.content-detail .clearfix",),
        ),
    ),
)
