"""Báo Lạng Sơn.

Layouts: public configuration of 2019-20 and public crawler configuration of 2026-01; it changed its body markup in
between. Its lists show templates that were never filled in ("{{…}}").
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019, SEEN_2026, USUAL_TITLES
from parsers.names import first_bold_paragraph
from parsers.photos import in_paragraphs, in_tables
from parsers.site import Site

_SECTIONS = """
chinh-tri kinh-te xa-hoi phap-luat giao-duc van-hoa the-thao giai-tri du-lich quoc-te nong-nghiep cong-nghe
khoa-hoc-tin-hoc tieu-diem
"""

SITE = Site(
    id="baolangson",
    name="Báo Lạng Sơn",
    province="Lạng Sơn",
    kind="newspaper",
    hosts=("baolangson.vn",),
    seeds=("https://baolangson.vn/", *(f"https://baolangson.vn/{section}" for section in _SECTIONS.split())),
    article_url=r"-\d+\.html$",
    layouts=(
        replace(
            SEEN_2019,
            lede=first_bold_paragraph(),
            published="p.post-date",
            body=".content",
            photos=(in_tables(), in_paragraphs("em", "strong")),
            probe=("p.post-date", ".content"),
        ),
        replace(SEEN_2026, title=("h1.name", *USUAL_TITLES), body=("#content-detail", ".content-detail")),
    ),
)
