"""Báo Bình Dương.

Layout: public crawler configuration of 2026-01.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2026
from parsers.site import Site

_SECTIONS = """
chinh-tri kinh-te xa-hoi the-thao giao-duc phap-luat y-te nhip-song-so phan-tich ban-doc du-lich quoc-te
toi-yeu-binh-duong
"""

SITE = Site(
    id="baobinhduong",
    name="Báo Bình Dương",
    province="Bình Dương",
    kind="newspaper",
    hosts=("baobinhduong.vn",),
    seeds=("https://baobinhduong.vn/", *(f"https://baobinhduong.vn/{section}" for section in _SECTIONS.split())),
    article_url=r"-a\d+\.html$",
    layouts=(replace(SEEN_2026, title=("h1.title", "h1"), body=("#contentNews .singular-content", "#contentNews")),),
)
