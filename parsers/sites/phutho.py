"""Cổng thông tin điện tử tỉnh Phú Thọ.

Liferay by the description of 2026; the design of its articles is not known. Its disease control centre runs DNN.
"""

from parsers.site import Site

SITE = Site(
    id="phutho",
    name="Cổng thông tin điện tử tỉnh Phú Thọ",
    province="Phú Thọ",
    kind="portal",
    hosts=("phutho.gov.vn",),
    seeds=("https://phutho.gov.vn/",),
    cms="liferay",
)
