"""Bộ Văn hóa, Thể thao và Du lịch.

VCCorp's addresses, a body node of its own. Layout: public crawler configuration of 2026-01.
"""

from dataclasses import replace

from parsers.above import author_by_the_body
from parsers.cms.usual import USUAL_DATES, USUAL_LEDES, USUAL_TITLES
from parsers.cms.vccorp import VCCORP
from parsers.names import signature
from parsers.site import Site

_SECTIONS = """
tin-tuc-va-su-kien su-kien-trang-chu van-hoa the-ducthe-thao du-lich gia-dinh bao-chi-xuat-ban
"""

SITE = Site(
    id="bvhttdl",
    name="Bộ Văn hóa, Thể thao và Du lịch",
    province=None,
    kind="portal",
    hosts=("bvhttdl.gov.vn",),
    seeds=("https://bvhttdl.gov.vn/", *(f"https://bvhttdl.gov.vn/{section}" for section in _SECTIONS.split())),
    article_url=r"^/[^/]+-\d{14,17}\.htm$",
    cms="vccorp",
    layouts=(
        replace(
            VCCORP,
            name="2026",
            title=("h2.title", *USUAL_TITLES),
            lede=("[data-role=sapo]", *USUAL_LEDES),
            published=("[data-role=publishdate]", *USUAL_DATES),
            body=".entry-body",
            byline=("[data-role=author]", signature(), author_by_the_body()),
            probe=(),
            since="2025-07-01",
        ),
    ),
)
