"""Báo Thái Nguyên.

Layouts: public configuration of 2019-20 and public crawler configuration of 2026-01; it changed its body markup in
between.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019, SEEN_2026, USUAL_LEDES
from parsers.site import Site

_SECTIONS = """
thoi-su-thai-nguyen chinh-tri kinh-te xa-hoi phap-luat giao-duc y-te van-hoa van-nghe-thai-nguyen the-thao giao-thong
o-to-xe-may tai-nguyen-moi-truong quoc-phong-an-ninh quoc-te que-huong-dat-nuoc ban-doc tieu-diem tin-moi
thong-tin-can-biet
"""

SITE = Site(
    id="baothainguyen",
    name="Báo Thái Nguyên",
    province="Thái Nguyên",
    kind="newspaper",
    hosts=("baothainguyen.vn",),
    seeds=("https://baothainguyen.vn/", *(f"https://baothainguyen.vn/{section}" for section in _SECTIONS.split())),
    article_url=r"/\d{6}/[^/]+/?$",
    layouts=(
        replace(
            SEEN_2019, lede=".Summary", published=".date_up", body=".news_detail", probe=(".date_up", ".news_detail")
        ),
        replace(SEEN_2026, lede=("div.desc", *USUAL_LEDES), body="div.content-detail"),
    ),
)
