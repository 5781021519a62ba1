"""Cổng thông tin điện tử tỉnh Quảng Trị.

Layout: public configuration of 2019-20. Addresses and the broken chain: seen in May 2026, when the design was not
looked at.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.photos import in_figures, in_tables
from parsers.site import Site

SITE = Site(
    id="quangtri",
    name="Cổng thông tin điện tử tỉnh Quảng Trị",
    province="Quảng Trị",
    kind="portal",
    hosts=("quangtri.gov.vn",),
    seeds=("https://quangtri.gov.vn/",),
    article_url="^/tin-tuc/[^/?]+/?$",
    layouts=(
        replace(
            SEEN_2019,
            lede="span.summary_detail_news",
            published=".time_detail_news",
            body=".article_summary_detail",
            photos=(in_figures(), in_figures("p", "div:has(> img)"), in_tables()),
            probe=(".time_detail_news", ".article_summary_detail"),
        ),
    ),
    tls="incomplete_chain",
    tls_reason="the server does not send its intermediate certificate (seen May 2026)",
)
