"""Báo Tây Ninh.

The content-fck CMS. Layout of 2019: public configuration of 2019-20; of 2026 only the addresses are known. The paper
writes Ð (U+00D0) for Đ.
"""

from dataclasses import replace

from parsers.cms.content_fck import CONTENT_FCK, CONTENT_FCK_2019
from parsers.site import Site

_SECTIONS = """
thoi-su-chinh-tri kinh-te xa-hoi phap-luat quoc-te van-hoa-giai-tri the-thao cong-nghe y-te-suc-khoe dia-phuong
trong-tinh su-kien
"""

SITE = Site(
    id="baotayninh",
    name="Báo Tây Ninh",
    province="Tây Ninh",
    kind="newspaper",
    hosts=("baotayninh.vn",),
    seeds=("https://baotayninh.vn/", *(f"https://baotayninh.vn/{section}" for section in _SECTIONS.split())),
    article_url=r"-a\d+\.html$",
    cms="content_fck",
    layouts=(
        replace(CONTENT_FCK_2019, lede=".fontd.fw600", name="2019", since="2019-01-01", until="2020-12-31"),
        replace(CONTENT_FCK, name="2026", since="2025-07-01"),
    ),
)
