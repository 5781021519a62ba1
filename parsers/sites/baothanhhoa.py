"""Báo Thanh Hóa.

Layouts: public configuration of 2019-20, and public extractors of 2026-10: the lede stands above the body, as in the
CMS of baophutho. Part of the articles is enciphered and filled in by a script; such a page has no text. Sections:
public crawler configuration of 2026-01. Feeds: a public reader of 2026.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019, SEEN_2026, USUAL_LEDES
from parsers.site import Site

_SECTIONS = """
tin24h xa-phuong thoi-su kiem-chung-thong-tin dai-bieu-voi-cu-tri noi-chinh xay-dung-dang theo-guong-bac
nghi-quyet-cua-dang tu-tuong-dang du-thao ve-voi-xu-thanh dat-va-nguoi khat-vong-thanh-hoa diem-den mien-tay-thanh-hoa
kinh-te doanh-nghiep co-hoi-dau-tu kinh-te-thi-truong hoi-nhap-quoc-te kkt-nghi-son sao-mai-group xuc-tien-dau-tu
doi-song-xa-hoi giao-duc nguoi-tot review-ocop nong-thon-moi an-toan-thuc-pham phap-luat anttocs an-ninh-trat-tu
van-ban-phap-luat the-gioi kieu-bao ho-so-tu-lieu phan-tich-binh-luan van-hoa-giai-tri dien-anh du-lich nhip-song-tre
the-thao the-thao-trong-tinh the-thao-trong-nuoc the-thao-quoc-te quoc-phong-an-ninh khoa-hoc-cong-nghe cong-nghe-moi
moi-truong chuyen-doi-so y-te-suc-khoe tu-van-suc-khoe thuoc-dinh-duong khoe-dep nhung-dia-chi-tam-long xe
thi-truong-xe tu-van-xe bat-dong-san-kien-truc thi-truong tin-tuc-dai-hoi ddci-thanh-hoa
"""

SITE = Site(
    id="baothanhhoa",
    name="Báo Thanh Hóa",
    province="Thanh Hóa",
    kind="newspaper",
    hosts=("baothanhhoa.vn",),
    seeds=("https://baothanhhoa.vn/", *(f"https://baothanhhoa.vn/{section}" for section in _SECTIONS.split())),
    article_url=r"-\d+\.htm$",
    feeds=("https://baothanhhoa.vn/rss/thoi-su.xml", "https://baothanhhoa.vn/rss/kinh-te.xml"),
    layouts=(
        replace(
            SEEN_2019,
            lede=".sapo_detail",
            published=".date_news",
            body="#main-detail",
            drop=("#main-detail .pHead", "#main-detail .drelated"),
            probe=(".date_news", "#main-detail"),
        ),
        replace(
            SEEN_2026,
            lede=(".article__sapo", *USUAL_LEDES),
            body=("#dcontent", ".article__body"),
            drop=("#dcontent .box-content", "#dcontent .content-list"),
        ),
    ),
)
