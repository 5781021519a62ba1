"""Cổng thông tin điện tử tỉnh Hà Tĩnh.

Its own system since about 2024, before that SharePoint. Layout and sections: public scraper of 2025-26. Files, the
count of readers and the author stand at the end of the body, each with its label.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2026
from parsers.names import signature
from parsers.site import Site

SITE = Site(
    id="hatinh",
    name="Cổng thông tin điện tử tỉnh Hà Tĩnh",
    province="Hà Tĩnh",
    kind="portal",
    hosts=("hatinh.gov.vn",),
    seeds=(
        "https://hatinh.gov.vn/",
        "https://hatinh.gov.vn/vi/chuyen-muc/tin-trong-tinh",
        "https://hatinh.gov.vn/vi/chuyen-muc/tin-trong-nuoc",
        "https://hatinh.gov.vn/vi/chuyen-muc/hoat-dong-so-ban-nganh-dia-phuong",
        "https://hatinh.gov.vn/vi/chuyen-muc/tin-quoc-te",
    ),
    article_url=r"/bai-viet/[^/]+",
    cms="sharepoint",
    layouts=(
        replace(
            SEEN_2026,
            name="2025",
            title=(".detail-title", "h1"),
            lede=".detail-content-lead",
            published=".time",
            body=".detail-content",
            byline=signature(),
            probe=(".detail-title", ".detail-content-lead"),
            since="2024-01-01",
        ),
    ),
)
