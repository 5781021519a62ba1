"""Cổng thông tin điện tử tỉnh Hưng Yên.

The system of moit.gov.vn and gialai.gov.vn since about 2024, before that SharePoint. Layout and sections: public
scraper of 2025-26, which needed SECLEVEL=1; the lede is the first bold paragraph. The number of readers stands behind
the date. Lists end in -c<list>-<page>.html, articles in -c<id>.html.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2026
from parsers.names import first_bold_paragraph
from parsers.site import Site

SITE = Site(
    id="hungyen",
    name="Cổng thông tin điện tử tỉnh Hưng Yên",
    province="Hưng Yên",
    kind="portal",
    hosts=("hungyen.gov.vn",),
    seeds=(
        "https://hungyen.gov.vn/",
        "https://hungyen.gov.vn/chuyen-muc-tin-chung-toan-tinh-c217-1.html",
        "https://hungyen.gov.vn/chuyen-muc-tin-cac-so-nganh-xa-phuong-c216-1.html",
        "https://hungyen.gov.vn/chuyen-muc-tin-trong-nuoc-c221-1.html",
    ),
    article_url=r"/(?!chuyen-muc-)[^/]+-c\d+\.html$",
    layouts=(
        replace(
            SEEN_2026,
            name="2025",
            title=("h1.title-detail", "h1.article-title", "h1"),
            lede=first_bold_paragraph(),
            published=".post-date",
            body=(".article-content", ".new-detail-layout-type-2"),
            drop=(
                ".article-content .relate-news",
                ".article-content .article-tags",
                ".article-content .social-connect",
            ),
            since="2024-01-01",
        ),
    ),
    tls="weak_dh",
    tls_reason="a public scraper of 2025-26 came in with SECLEVEL=1 only",
)
