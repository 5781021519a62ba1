"""Cổng thông tin điện tử tỉnh Đắk Lắk.

Liferay by the addresses of its articles and files (2015-2025); the design itself is not known. It has a robots.txt and
a site map (2026), and lists show a date behind the title: "(29/06/2026, 14:49)".
"""

from parsers.site import Site

SITE = Site(
    id="daklak",
    name="Cổng thông tin điện tử tỉnh Đắk Lắk",
    province="Đắk Lắk",
    kind="portal",
    hosts=("daklak.gov.vn",),
    seeds=("https://daklak.gov.vn/",),
    article_url=r"/-/(?!asset_publisher/)[^/?]+|/-/asset_publisher/\w+/content/[^/?]+",
    cms="liferay",
    sitemaps=("https://daklak.gov.vn/sitemap.xml",),
)
