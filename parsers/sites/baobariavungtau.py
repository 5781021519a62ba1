"""Báo Bà Rịa - Vũng Tàu.

Its design is not known. Photos of 2016-24 lie at /dataimages/202405/original/ (links in public repositories), as those of
Báo Khánh Hòa, Báo Đắk Lắk and Báo Vĩnh Long do, so articles are taken to have addresses like theirs: the month, then
the slug.
"""

from parsers.site import Site

SITE = Site(
    id="baobariavungtau",
    name="Báo Bà Rịa - Vũng Tàu",
    province="Bà Rịa - Vũng Tàu",
    kind="newspaper",
    hosts=("baobariavungtau.com.vn",),
    seeds=("https://baobariavungtau.com.vn/",),
    article_url=r"/\d{6}/[^/]+/?$",
)
