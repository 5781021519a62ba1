"""Báo Ấp Bắc.

Layout: public configuration of 2019-20. Its date node is called #current-date: check that it is not the clock before
trusting it. Feed and tls: a published library of Media Cloud, 2024 or later. Photos of 2022-24 lie at
/dataimages/202205/original/, as those of Báo Khánh Hòa and Báo Vĩnh Long do, so articles are taken to have addresses
like theirs: the month, then the slug.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.names import first_paragraph
from parsers.site import Site

SITE = Site(
    id="baoapbac",
    name="Báo Ấp Bắc",
    province="Tiền Giang",
    kind="newspaper",
    hosts=("baoapbac.vn",),
    seeds=("https://baoapbac.vn/",),
    feeds=("https://baoapbac.vn/xa-hoi/index.rss",),
    article_url=r"/\d{6}/[^/]+/?$",
    tls="legacy_renegotiation",
    tls_reason="no secure renegotiation: a usual client is refused (a library of Media Cloud, 2024 or later)",
    layouts=(
        replace(
            SEEN_2019,
            lede=(".content > p:first-of-type", first_paragraph()),
            published="#current-date",
            body="#content",
            probe=("#current-date", "#content"),
        ),
    ),
)
