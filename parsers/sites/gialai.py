"""Cổng thông tin điện tử tỉnh Gia Lai.

The system of moit.gov.vn and hungyen.gov.vn since about 2024, before that SharePoint (/Lists/TinTucSuKien/, 2020).
Layout and sections: public scraper of 2025-26.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2026
from parsers.site import Site

SITE = Site(
    id="gialai",
    name="Cổng thông tin điện tử tỉnh Gia Lai",
    province="Gia Lai",
    kind="portal",
    hosts=("gialai.gov.vn",),
    seeds=(
        "https://gialai.gov.vn/",
        "https://gialai.gov.vn/tin-tuc/thong-tin-chi-dao-dieu-hanh",
        "https://gialai.gov.vn/tin-tuc/hoat-dong-cua-lanh-dao",
        "https://gialai.gov.vn/tin-tuc/tin-tuc-chinh-tri",
        "https://gialai.gov.vn/tin-tuc/tin-kinh-te-tong-hop",
        "https://gialai.gov.vn/tin-tuc/tin-van-hoa-xa-hoi",
    ),
    article_url=r"^/tin-tuc/.+\.html$",
    next_page=".wrapper-pagination a.next-pages",
    listing="a.article-title.common-title",
    layouts=(
        replace(
            SEEN_2026,
            name="2025",
            title="h1.title-detail",
            lede=(".article-brief", ".common-brief"),
            published=".post-date",
            body=(".article-content", ".common-content"),
            drop=(
                ".article-content .article-tags",
                ".article-content .social-connect",
                ".article-content .status-link",
            ),
            since="2024-01-01",
        ),
    ),
)
