"""Báo Tây Ninh.

The content-fck CMS until the winter of 2025-26, MediaTech's since. Layouts: public configuration of 2019-20, public
crawler configuration of 2026-01, which still saw content-fck, and a saved page of 2026-10. Articles were taken over
under new numbers: -a<id>.html became -<id>.html. The old paper wrote Ð (U+00D0) for Đ.
"""

from dataclasses import replace

from parsers.cms.content_fck import CONTENT_FCK, CONTENT_FCK_2019
from parsers.cms.mediatech import MEDIATECH
from parsers.names import first_paragraph
from parsers.site import Site

_SECTIONS = """
thoi-su-chinh-tri kinh-te xa-hoi phap-luat quoc-te van-hoa-giai-tri the-thao cong-nghe y-te-suc-khoe dia-phuong
trong-tinh su-kien the-gioi van-hoa y-te giao-duc quoc-phong-an-ninh
"""

SITE = Site(
    id="baotayninh",
    name="Báo Tây Ninh",
    province="Tây Ninh",
    kind="newspaper",
    hosts=("baotayninh.vn",),
    seeds=("https://baotayninh.vn/", *(f"https://baotayninh.vn/{section}" for section in _SECTIONS.split())),
    article_url=r"-a?\d+\.html$",
    cms="mediatech",
    verified="golden, written from the markup of a saved page of 2026-10",
    layouts=(
        replace(CONTENT_FCK_2019, lede=".fontd.fw600", name="2019", since="2019-01-01", until="2020-12-31"),
        replace(
            CONTENT_FCK,
            lede=("h4.sapo", "p.sapo", ".fontd.fw600", ".detail-desc", first_paragraph()),
            name="2025",
            since="2021-01-01",
            until="2026-01-31",
        ),
        replace(MEDIATECH, name="2026", since="2026-02-01"),
    ),
)
