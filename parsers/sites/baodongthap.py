"""Báo Đồng Tháp.

Layouts: public configuration of 2019-20 and public crawler configuration of 2026-01; it changed its body markup in
between.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019, SEEN_2026
from parsers.site import Site

_SECTIONS = """
chinh-tri kinh-te xa-hoi van-hoa-nghe-thuat the-thao giao-duc phap-luat suc-khoe-y-te quoc-te khoa-hoc
"""

SITE = Site(
    id="baodongthap",
    name="Báo Đồng Tháp",
    province="Đồng Tháp",
    kind="newspaper",
    hosts=("baodongthap.vn",),
    seeds=("https://baodongthap.vn/", *(f"https://baodongthap.vn/{section}" for section in _SECTIONS.split())),
    article_url=r"-a\d+\.html$",
    layouts=(
        replace(
            SEEN_2019,
            published="#cphContent_ucNewsDetails_lblPostedDate",
            body=".contentView",
            drop=(".contentView h1", ".contentView .date"),
            title=".contentView h1",
            probe=("#cphContent_ucNewsDetails_lblPostedDate", ".contentView"),
        ),
        replace(SEEN_2026, title=("h1.title", "h1"), body=("#contentNews .singular-content", "#contentNews")),
    ),
)
