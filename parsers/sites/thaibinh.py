"""Cổng thông tin điện tử tỉnh Thái Bình.

VHV's CMS by its addresses and files (2019-22); nobody has described its pages.
"""

from parsers.site import Site

SITE = Site(
    id="thaibinh",
    name="Cổng thông tin điện tử tỉnh Thái Bình",
    province="Thái Bình",
    kind="portal",
    hosts=("thaibinh.gov.vn",),
    seeds=("https://thaibinh.gov.vn/", "https://thaibinh.gov.vn/tin-tuc"),
    article_url=r"/[^/]+/[^/]+\.html$",
)
