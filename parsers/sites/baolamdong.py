"""Báo Lâm Đồng.

Layout: public crawler configuration of 2026-01. It changed its addresses twice: /section/yyyymm/slug/, in 2024 with
seven hexadecimal digits, then -<id>.html. Under /bbt/ it holds the archive of Báo Bình Thuận.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2026
from parsers.site import Site

_SECTIONS = """
chinh-tri thoi-su kinh-te doi-song phap-luat quoc-phong-an-ninh van-hoa-giai-tri du-lich chinh-sach
cong-nghe-chuyen-doi-so tin-tuc-24h bbt
"""

SITE = Site(
    id="baolamdong",
    name="Báo Lâm Đồng",
    province="Lâm Đồng",
    kind="newspaper",
    hosts=("baolamdong.vn",),
    seeds=("https://baolamdong.vn/", *(f"https://baolamdong.vn/{section}" for section in _SECTIONS.split())),
    article_url=r"-\d+\.html$|/\d{6}/[^/]+/?$",
    layouts=(
        replace(
            SEEN_2026,
            title=("h1.detail-title", "h1.title", "h1"),
            body=(
                ".detail-content",
                ".detail-content-body",
                ".article__body",
                ".article-body",
                ".content-detail",
                ".entry-content",
            ),
        ),
    ),
    feeds=("https://baolamdong.vn/rss/thoi-su",),
)
