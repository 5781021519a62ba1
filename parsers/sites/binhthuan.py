"""Cổng thông tin điện tử tỉnh Bình Thuận, as it was in 2019-20 (VNPT vnPortal). Since 2025-07-01 part of Lâm Đồng."""

from dataclasses import replace

from parsers.cms.vnportal import VNPORTAL, VNPORTAL_UNDATED
from parsers.site import Site

SITE = Site(
    id="binhthuan",
    name="Cổng thông tin điện tử tỉnh Bình Thuận",
    province="Bình Thuận",
    kind="portal",
    verified="golden, written from the selectors of 2019-20",
    hosts=("binhthuan.gov.vn",),
    seeds=("https://binhthuan.gov.vn/",),
    article_url=r"-\d{4,}\.html$|/\d+/\d+/\d+/\d+/",
    cms="vnportal",
    layouts=(
        replace(VNPORTAL, name="2019", since="2019-01-01", until="2020-12-31"),
        replace(VNPORTAL_UNDATED, name="2019-undated", since="2019-01-01", until="2020-12-31"),
    ),
)
