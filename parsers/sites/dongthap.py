"""Cổng thông tin điện tử tỉnh Đồng Tháp.

Liferay by its addresses and files (2021-2025); the design itself is not known.
"""

from parsers.site import Site

SITE = Site(
    id="dongthap",
    name="Cổng thông tin điện tử tỉnh Đồng Tháp",
    province="Đồng Tháp",
    kind="portal",
    hosts=("dongthap.gov.vn",),
    seeds=("https://dongthap.gov.vn/",),
    article_url=r"/chi-tiet\?(?:.*&)?id=\d+|/-/asset_publisher/\w+/content/",
    cms="liferay",
)
