"""Cổng thông tin điện tử tỉnh Đắk Lắk.

Known in 2026 by its robots.txt, its site map, and list rows with a date behind the title: "(29/06/2026, 14:49)".
"""

from parsers.site import Site

SITE = Site(
    id="daklak",
    name="Cổng thông tin điện tử tỉnh Đắk Lắk",
    province="Đắk Lắk",
    kind="portal",
    hosts=("daklak.gov.vn",),
    seeds=("https://daklak.gov.vn/",),
    sitemaps=("https://daklak.gov.vn/sitemap.xml",),
)
