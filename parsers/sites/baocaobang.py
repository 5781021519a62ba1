"""Báo Cao Bằng.

Layouts: public configuration of 2019-20; today MediaTech's CMS, by a public crawler configuration of 2026-01: the lede
is the first bold paragraph. Captions stood in tables of class picBox.
"""

from dataclasses import replace

from parsers.cms.mediatech import MEDIATECH
from parsers.cms.usual import SEEN_2019
from parsers.photos import in_tables
from parsers.site import Site

_SECTIONS = """
Thoi-su chinh-tri kinh-te xa-hoi van-hoa the-thao Khoa-hoc-Cong-nghe Quoc-phong-An-ninh Suc-khoe-Doi-song The-gioi
Giao-duc Ky-Phong-su
"""

SITE = Site(
    id="baocaobang",
    name="Báo Cao Bằng",
    province="Cao Bằng",
    kind="newspaper",
    hosts=("baocaobang.vn",),
    seeds=("https://baocaobang.vn/", *(f"https://baocaobang.vn/{section}" for section in _SECTIONS.split())),
    article_url=r"-\d+\.html$",
    cms="mediatech",
    layouts=(
        replace(SEEN_2019, lede=".sapo", published=".time", body=".text", photos=in_tables(), probe=(".time", ".text")),
        replace(MEDIATECH, name="2026", since="2025-07-01"),
    ),
)
