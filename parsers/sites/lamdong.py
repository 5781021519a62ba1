"""Cổng thông tin điện tử tỉnh Lâm Đồng.

SharePoint with modern pages; since 2025-07-01 also for Bình Thuận and Đắk Nông. In September 2026 a plain GET
brought an empty shell for 21 of 21 pages; the content came from api.lamdong.gov.vn. w3.lamdong.gov.vn holds the
lists, media.lamdong.gov.vn the files, which may answer with a login page.
"""

from dataclasses import replace

from parsers.cms.sharepoint_modern import SHAREPOINT_MODERN
from parsers.site import Site

SITE = Site(
    id="lamdong",
    name="Cổng thông tin điện tử tỉnh Lâm Đồng",
    province="Lâm Đồng",
    kind="portal",
    hosts=("lamdong.gov.vn",),
    seeds=("https://lamdong.gov.vn/", "https://lamdong.gov.vn/HOME/news/hotnews/Lists/Posts/Posts.aspx"),
    article_url=r"/SitePages/(?!Home\.aspx)[^/]+\.aspx$",
    cms="sharepoint_modern",
    layouts=(replace(SHAREPOINT_MODERN, name="2026", since="2025-07-01"),),
    feeds=("https://lamdong.gov.vn/rss/tin-tuc-su-kien",),
)
