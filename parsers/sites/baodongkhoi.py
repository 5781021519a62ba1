"""Báo Đồng Khởi.

The content-fck CMS in both years, first with a node for the lede (public configuration of 2019-20), then without
(public crawler configuration of 2026-01). The old host emits a base address on another host.
"""

from dataclasses import replace

from parsers.cms.content_fck import CONTENT_FCK, CONTENT_FCK_2019
from parsers.names import first_paragraph
from parsers.site import Site

_SECTIONS = """
thoi-su chinh-tri kinh-te phap-luat xa-hoi van-hoa khoa-giao the-thao quoc-phong an-ninh ban-doc quoc-te
"""

SITE = Site(
    id="baodongkhoi",
    name="Báo Đồng Khởi",
    province="Bến Tre",
    kind="newspaper",
    hosts=("dongkhoi.baovinhlong.vn", "baodongkhoi.vn"),
    seeds=(
        "https://dongkhoi.baovinhlong.vn/",
        *(f"https://dongkhoi.baovinhlong.vn/{section}" for section in _SECTIONS.split()),
    ),
    article_url=r"-a\d+\.html$",
    cms="content_fck",
    layouts=(
        replace(CONTENT_FCK_2019, lede=".detail-desc", name="2019", since="2019-01-01", until="2020-12-31"),
        replace(CONTENT_FCK, lede=(".detail-desc", first_paragraph()), name="2026", since="2025-07-01"),
    ),
)
