"""Cổng thông tin điện tử tỉnh An Giang.

Its design is not known; districts (anphu, longxuyen) ran Drupal with the theme gavias_batiz on hosts of their own.
"""

from parsers.site import Site

SITE = Site(
    id="angiang",
    name="Cổng thông tin điện tử tỉnh An Giang",
    province="An Giang",
    kind="portal",
    hosts=("angiang.gov.vn",),
    seeds=("https://angiang.gov.vn/",),
)
