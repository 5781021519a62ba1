"""Cổng thông tin điện tử thành phố Hà Nội.

VNPT vnPortal by its asset code gov-hni; the design itself is not known. The departments of the city ran Liferay.
"""

from parsers.site import Site

SITE = Site(
    id="hanoi",
    name="Cổng thông tin điện tử thành phố Hà Nội",
    province="Hà Nội",
    kind="portal",
    hosts=("hanoi.gov.vn",),
    seeds=("https://hanoi.gov.vn/",),
    cms="vnportal",
)
