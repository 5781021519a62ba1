"""Báo Hà Nội Mới.

Layouts: public configurations of 2019-20; today OneCMS, by a public crawler configuration of 2026-01 and a public
crawler of 2025, which begins at the sitemap.
"""

from dataclasses import replace

from parsers.cms.onecms import ONECMS
from parsers.cms.usual import SEEN_2019, USUAL_TITLES
from parsers.site import Site

_SECTIONS = """
chinh-tri kinh-te do-thi van-hoa xa-hoi giao-duc y-te the-gioi du-lich nong-nghiep-nong-thon khoa-hoc-cong-nghe
doi-song
"""

SITE = Site(
    id="hanoimoi",
    name="Báo Hà Nội Mới",
    province="Hà Nội",
    kind="newspaper",
    hosts=("hanoimoi.vn", "hanoimoi.com.vn"),
    seeds=("https://hanoimoi.vn/", *(f"https://hanoimoi.vn/{section}" for section in _SECTIONS.split())),
    article_url=r"/(?!.*-event\d+\.html$).+-\d+\.html$",
    cms="onecms",
    sitemaps=("https://hanoimoi.vn/sitemap.xml",),
    layouts=(
        replace(
            SEEN_2019,
            title=("h1.caption", *USUAL_TITLES),
            lede=(".summary", ".article > p:first-of-type"),
            published=".period",
            body=".article",
            tags=".taglist a",
            probe=(".period", ".article"),
        ),
        replace(ONECMS, name="2026", since="2023-01-01"),
    ),
)
