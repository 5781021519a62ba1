"""Cổng thông tin điện tử tỉnh Tiền Giang.

Liferay by its addresses and files (2019-2025); the design itself is not known.
"""

from parsers.site import Site

SITE = Site(
    id="tiengiang",
    name="Cổng thông tin điện tử tỉnh Tiền Giang",
    province="Tiền Giang",
    kind="portal",
    hosts=("tiengiang.gov.vn",),
    seeds=("https://tiengiang.gov.vn/",),
    article_url=r"/chi-tiet-tin\?",
    cms="liferay",
)
