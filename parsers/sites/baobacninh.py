"""Báo và phát thanh, truyền hình Bắc Ninh.

Layout: public crawler configuration of 2026-01. The former host ran Liferay until about 2024; since 2025-07-01 the
paper includes that of Bắc Giang.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2026, USUAL_DATES, USUAL_LEDES
from parsers.site import Site

_SECTIONS = """
chinh-tri xay-dung-dang chinh-tri-bao-ve-nen-tang-tu-tuong-cua-dang chinh-tri-nhan-su-moi kinh-te xa-hoi doi-song
phap-luat an-toan-giao-thong suc-khoe giao-duc quoc-phong the-gioi the-thao the-thao-nhat-ky-sea-games-33
nhip-song-tre nhip-song-tre-guong-mat nhip-song-tre-thanh-nien-cong-nhan dat-va-nguoi-bac-ninh
van-hoa-goc-cho-nguoi-yeu-tho van-hoa-tac-gia-tac-pham phong-tuc-tap-quan sukien mon-ngon bacgiang-van-hoa moi-nhat
"""

SITE = Site(
    id="baobacninh",
    name="Báo và phát thanh, truyền hình Bắc Ninh",
    province="Bắc Ninh",
    kind="newspaper",
    hosts=("baobacninhtv.vn", "baobacninh.com.vn"),
    seeds=("https://baobacninhtv.vn/", *(f"https://baobacninhtv.vn/{section}" for section in _SECTIONS.split())),
    article_url=r"-postid\d+\.bbg$",
    layouts=(
        replace(
            SEEN_2026,
            lede=(".news_detail_sapo", *USUAL_LEDES),
            published=(*USUAL_DATES, ".news-detail__head"),
            body=".news-details__content.link_content",
            drop=(".news-details__content .news-related__list",),
        ),
    ),
)
