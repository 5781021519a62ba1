"""Báo Hà Tĩnh.

ZCE since some day before 2026, a design of its own in 2019. Layouts: public configuration of 2019-20 and public
crawler configuration of 2026-01; it changed its body markup in between. Pages under /tv/ have addresses of their own
(published scraper of 2026).
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.cms.zce import ZCE
from parsers.site import Site

_SECTIONS = """
chinh-tri kinh-te xa-hoi van-hoa-giai-tri phap-luat the-thao the-gioi ve-ha-tinh doi-song cong-nghe cong-dong xe
"""

SITE = Site(
    id="baohatinh",
    name="Báo Hà Tĩnh",
    province="Hà Tĩnh",
    kind="newspaper",
    hosts=("baohatinh.vn",),
    seeds=("https://baohatinh.vn/", *(f"https://baohatinh.vn/{section}/" for section in _SECTIONS.split())),
    article_url=r"-post\d+\.html$|^/tv/[^/]+-\d+\.html$",
    cms="zce",
    layouts=(
        replace(
            SEEN_2019,
            lede=".sapo_detail",
            published=".date_news span",
            body="#main-detail",
            drop=("#main-detail .drelated",),
            probe=(".date_news span", "#main-detail"),
        ),
        replace(
            ZCE, drop=(*ZCE.drop, ".ads_middle", "[id^=adsWeb_]", ".related-news"), name="2026", since="2025-07-01"
        ),
    ),
)
