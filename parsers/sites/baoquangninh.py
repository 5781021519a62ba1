"""Báo Quảng Ninh.

Layouts: public configurations of 2019-20; today MediaTech's CMS, by a public crawler configuration of 2026-01 and a
public scraper of 2026, which read the date.
"""

from dataclasses import replace

from parsers.cms.mediatech import MEDIATECH
from parsers.cms.usual import SEEN_2019, USUAL_TITLES
from parsers.names import first_paragraph
from parsers.photos import in_tables
from parsers.site import Site

_SECTIONS = """
chinh-tri kinh-te xa-hoi phap-luat the-thao du-lich van-hoa quoc-te doi-song khoa-hoc-cong-nghe ban-doc multimedia
truyen-hinh phat-thanh
"""

SITE = Site(
    id="baoquangninh",
    name="Báo Quảng Ninh",
    province="Quảng Ninh",
    kind="newspaper",
    hosts=("baoquangninh.vn", "baoquangninh.com.vn"),
    seeds=("https://baoquangninh.vn/", *(f"https://baoquangninh.vn/{section}" for section in _SECTIONS.split())),
    article_url=r"-\d+\.html$",
    cms="mediatech",
    layouts=(
        replace(
            SEEN_2019,
            title=("h1#title", *USUAL_TITLES),
            lede=("#content > p:first-of-type", first_paragraph()),
            published=("#date", ".date"),
            body=".content",
            photos=in_tables(),
            drop=(".content .rl.center",),
            probe=(".date", ".content"),
        ),
        replace(MEDIATECH, name="2026", since="2025-07-01"),
    ),
)
