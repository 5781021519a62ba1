"""Báo Lạng Sơn.

Layouts: public configuration of 2019-20; today MediaTech's CMS, by a public crawler configuration of 2026-01. Its
robots.txt of 2026-10 shuts out articles, by the notes of a public crawler. Its lists show templates that were never
filled in ("{{…}}").
"""

from dataclasses import replace

from parsers.cms.mediatech import MEDIATECH
from parsers.cms.usual import SEEN_2019
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
    cms="mediatech",
    layouts=(
        replace(
            SEEN_2019,
            lede=first_bold_paragraph(),
            published="p.post-date",
            body=".content",
            photos=(in_tables(), in_paragraphs("em", "strong")),
            probe=("p.post-date", ".content"),
        ),
        replace(
            MEDIATECH,
            body=("#content-detail", ".content-detail"),
            probe="#content-detail, .content-detail",
            name="2026",
            since="2025-07-01",
        ),
    ),
)
