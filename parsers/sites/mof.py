"""Bộ Tài chính.

Layout: published scraper of 2020 (Oracle's WebCenter). Today's pages are empty shells that a script fills from
www.mof.gov.vn/api: the markup that the public crawler configuration of 2026-01 names is what its own crawler makes of
that JSON, and stands on no page. Addresses: the same crawler.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.site import Site

SITE = Site(
    id="mof",
    name="Bộ Tài chính",
    province=None,
    kind="portal",
    hosts=("mof.gov.vn",),
    seeds=("https://mof.gov.vn/",),
    article_url=r"^/bo-tai-chinh/[^/]+/[^/]+/?$",
    layouts=(
        replace(
            SEEN_2019,
            name="2020",
            title="[id$=':listTmplt:pbl6']",
            published="[id$=':listTmplt:pbl33']",
            body="[id$=':listTmplt:pbl8']",
            probe=("[id$=':listTmplt:pbl6']", "[id$=':listTmplt:pbl8']"),
        ),
    ),
)
