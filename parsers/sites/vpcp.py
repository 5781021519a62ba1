"""Văn phòng Chính phủ.

VCCorp's CMS. Layouts: public crawler configuration of 2026-01; a published scraper of 2020 for the site before it.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.cms.vccorp import VCCORP
from parsers.site import Site

_SECTIONS = """
tin-noi-bat.htm thong-tin-hoat-dong.htm cong-tac-dang-doan-the.htm
"""

SITE = Site(
    id="vpcp",
    name="Văn phòng Chính phủ",
    province=None,
    kind="portal",
    hosts=("vpcp.chinhphu.vn",),
    seeds=("https://vpcp.chinhphu.vn/", *(f"https://vpcp.chinhphu.vn/{section}" for section in _SECTIONS.split())),
    article_url=r"-\d{8,}\.htm$",
    cms="vccorp",
    layouts=(
        replace(
            VCCORP,
            title=("h1.detail-title", "h1"),
            body="div.detail-content",
            probe="div.detail-content",
            name="2026",
            since="2025-07-01",
        ),
        replace(
            SEEN_2019,
            name="2020",
            title="[id$=_lbHeadline]",
            published="[id$=_lbDate]",
            body="#primarycontent",
            probe=("[id$=_lbHeadline]", "#primarycontent"),
        ),
    ),
)
