"""Cổng thông tin điện tử tỉnh Quảng Bình.

Liferay by the address of an article of 2020; the design itself is not known.
"""

from parsers.site import Site

SITE = Site(
    id="quangbinh",
    name="Cổng thông tin điện tử tỉnh Quảng Bình",
    province="Quảng Bình",
    kind="portal",
    hosts=("quangbinh.gov.vn",),
    seeds=("https://quangbinh.gov.vn/",),
    article_url=r"/-/view-article/\d+/\d+",
    cms="liferay",
)
