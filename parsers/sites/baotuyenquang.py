"""Báo Tuyên Quang.

Layouts: public configuration of 2019-20 and public crawler configuration of 2026-01; it changed its body markup in
between.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019, SEEN_2026
from parsers.site import Site

_SECTIONS = """
thoi-su-chinh-tri kinh-te xa-hoi van-hoa an-ninh-quoc-phong khoa-hoc-cong-nghe quoc-te phap-luat the-thao-giai-tri
goc-nhin xa-luan-van-de-ky-nay tin-noi-bat bao-ve-nen-tang-tu-tuong-cua-dang dang-trong-cuoc-song-hom-nay
chuyen-muc-cai-cach-hanh-chinh thong-tin-quang-ba hoc-tap-theo-bac dai-hoi-dang-bo-cac-cap--nhiem-ky-2025-2030
"""

SITE = Site(
    id="baotuyenquang",
    name="Báo Tuyên Quang",
    province="Tuyên Quang",
    kind="newspaper",
    hosts=("baotuyenquang.com.vn",),
    seeds=(
        "https://baotuyenquang.com.vn/",
        *(f"https://baotuyenquang.com.vn/{section}" for section in _SECTIONS.split()),
    ),
    article_url=r"/(?:[^/]+/)+\d{6}/[^/]+/?$",
    layouts=(
        replace(
            SEEN_2019,
            lede=".summary",
            published="time",
            body="[itemprop=articleBody]",
            probe=("time", "[itemprop=articleBody]"),
        ),
        replace(
            SEEN_2026,
            title=("h1.media-heading", "h1"),
            body=(".article_content #content", "#content", ".article_content"),
            published=".article_content .date",
            drop=(".article_content .social", ".article_content .bd02"),
        ),
    ),
)
