"""Báo Hà Nội Mới.

Layouts: public configuration of 2019-20 and public crawler configuration of 2026-01; it changed its body markup in
between.
"""

from dataclasses import replace

from parsers.cms.usual import ONECMS, SEEN_2019
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
    layouts=(
        replace(
            SEEN_2019,
            lede=(".summary", ".article > p:first-of-type"),
            published=".period",
            body=".article",
            probe=(".period", ".article"),
        ),
        replace(ONECMS, body=".b-maincontent", drop=(*ONECMS.drop, ".b-maincontent .c-box")),
    ),
)
