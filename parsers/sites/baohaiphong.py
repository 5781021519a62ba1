"""Báo Hải Phòng.

Layouts: public configuration of 2019-20 and public crawler configuration of 2026-01; it changed its body markup in
between. The old one needed a browser.
"""

from dataclasses import replace

from parsers.cms.usual import ONECMS, SEEN_2019, USUAL_TITLES
from parsers.site import Site

_SECTIONS = """
chinh-tri kinh-te xa-hoi goc-nhin khoa-hoc-giao-duc phap-luat bat-dong-san van-hoa-giai-tri van-nghe quoc-te the-thao
doi-song dat-va-nguoi-xu-dong ban-doc du-lich su-kien-qua-anh xe
"""

SITE = Site(
    id="baohaiphong",
    name="Báo Hải Phòng",
    province="Hải Phòng",
    kind="newspaper",
    hosts=("baohaiphong.vn", "baohaiphong.com.vn"),
    seeds=("https://baohaiphong.vn/", *(f"https://baohaiphong.vn/{section}" for section in _SECTIONS.split())),
    article_url=r"\.html$",
    layouts=(
        replace(
            SEEN_2019,
            lede=".head",
            published=".row1.creatdate",
            body="#newsContent",
            title=("#newsContent .title", *USUAL_TITLES),
            drop=("#newsContent .stitle", "#newsContent .row1", "#newsContent .head"),
            probe=(".row1.creatdate", "#newsContent"),
        ),
        ONECMS,
    ),
)
