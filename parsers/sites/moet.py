"""Bộ Giáo dục và Đào tạo.

Layouts: public crawler configuration of 2026-01; a published scraper of 2020, on SharePoint,
with lists that go on by ?Page=.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019, SEEN_2026, USUAL_DATES
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
        replace(
            SEEN_2019,
            name="2020",
            title="#news-title",
            lede="#news-des",
            published=USUAL_DATES,
            body="#news-detail",
            probe=("#news-title", "#news-detail"),
        ),
    ),
)
