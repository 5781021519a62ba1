"""Cổng thông tin điện tử tỉnh An Giang.

Drupal by its addresses and files (2025), as in the districts anphu and longxuyen, which ran it with the theme
gavias_batiz on hosts of their own; the design itself is not known.
"""

from parsers.site import Site

SITE = Site(
    id="angiang",
    name="Cổng thông tin điện tử tỉnh An Giang",
    province="An Giang",
    kind="portal",
    hosts=("angiang.gov.vn",),
    seeds=("https://angiang.gov.vn/",),
    article_url=r"^/(?:vi|en)/[^/?]+-[^/?]+-[^/?]+",
    cms="drupal",
)
