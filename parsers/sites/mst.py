"""Bộ Khoa học và Công nghệ.

VCCorp's CMS. Layout: public crawler configuration of 2026-01.
"""

from dataclasses import replace

from parsers.cms.vccorp import VCCORP
from parsers.site import Site

SITE = Site(
    id="mst",
    name="Bộ Khoa học và Công nghệ",
    province=None,
    kind="portal",
    hosts=("mst.gov.vn",),
    seeds=("https://mst.gov.vn/",),
    article_url=r"^/.+-\d{8,}\.htm$",
    cms="vccorp",
    layouts=(
        replace(
            VCCORP,
            title=("h1.detail-title", "h1"),
            body=".detail-content",
            probe=".detail-content",
            name="2026",
            since="2025-07-01",
        ),
    ),
)
