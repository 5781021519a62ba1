"""Văn phòng Chính phủ.

VCCorp's CMS. Layout: public crawler configuration of 2026-01.
"""

from dataclasses import replace

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
    ),
)
