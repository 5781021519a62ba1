"""Bộ Văn hóa, Thể thao và Du lịch.

VCCorp's addresses, a body node of its own. Layout: public crawler configuration of 2026-01.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2026
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
    layouts=(replace(SEEN_2026, title=("h2.title", "meta[property='og:title']"), lede="p.sapo", body=".entry-body"),),
)
