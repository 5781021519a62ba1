"""Báo Đắk Nông.

Layout: public configuration of 2019-20, of baodaknong.org.vn. Later it moved to baodaknong.vn (an app that reads a feed
there, https://baodaknong.vn/rss/video; its year is not known).
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.site import Site

SITE = Site(
    id="baodaknong",
    name="Báo Đắk Nông",
    province="Đắk Nông",
    kind="newspaper",
    hosts=("baodaknong.vn", "baodaknong.org.vn"),
    seeds=("https://baodaknong.vn/",),
    layouts=(
        replace(SEEN_2019, lede=".text-intro", published=".date", body=".newscontent", probe=(".date", ".newscontent")),
    ),
)
