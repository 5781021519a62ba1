"""Cổng thông tin điện tử tỉnh Bình Phước.

NukeViet by its addresses and files (2022-2024); the design itself is not known. Since 2025-07-01 the portal of Đồng
Nai runs on it.
"""

from parsers.site import Site

SITE = Site(
    id="binhphuoc",
    name="Cổng thông tin điện tử tỉnh Bình Phước",
    province="Bình Phước",
    kind="portal",
    hosts=("binhphuoc.gov.vn",),
    seeds=("https://binhphuoc.gov.vn/",),
    article_url=r"^/vi/.+-\d+\.html$",
    cms="nukeviet",
)
