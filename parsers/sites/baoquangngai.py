"""Báo Quảng Ngãi.

Layouts: public configuration of 2019-20 and public crawler configuration of 2026-01; the body node stayed. In 2026
the text stands inside JavaScript strings, so pages may be empty shells, and bqn.1cdn.vn/assets/images/grey.gif
stands for photos not yet loaded. Addresses of 2020-23: links in public repositories.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019, SEEN_2026
from parsers.names import first_bold_paragraph
from parsers.photos import in_tables
from parsers.site import Site

_SECTIONS = """
chinh-tri thoi-su kinh-te xa-hoi du-lich doi-song van-hoa-nghe-thuat the-thao khoa-hoc-cong-nghe phap-luat quoc-te
phong-su phong-van-doi-thoai quang-ngai-que-minh nhin-ra-tinh-ban hoat-dong-cua-lanh-dao-tinh chuyen-de-chuyen-sau
thong-tin-can-biet
"""

SITE = Site(
    id="baoquangngai",
    name="Báo Quảng Ngãi",
    province="Quảng Ngãi",
    kind="newspaper",
    hosts=("baoquangngai.vn",),
    seeds=("https://baoquangngai.vn/", *(f"https://baoquangngai.vn/{section}" for section in _SECTIONS.split())),
    article_url=r"-\d+\.htm$|/\d{6}/[^/]+-[0-9a-f]{7}/?$",
    layouts=(
        replace(
            SEEN_2019,
            lede=first_bold_paragraph(),
            published=".date",
            body="#content",
            photos=in_tables(),
            drop=("#content .quote", "#content table.rl"),
            probe=(".date", "#content"),
        ),
        replace(SEEN_2026, title=("h1.title", "h1"), body="#content", drop=("#content .same",)),
    ),
)
