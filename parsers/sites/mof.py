"""Bộ Tài chính.

Layouts: public crawler configuration of 2026-01 and a published scraper of 2020 (Oracle's WebCenter). Addresses
of articles are not known.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019, SEEN_2026
from parsers.site import Site

SITE = Site(
    id="mof",
    name="Bộ Tài chính",
    province=None,
    kind="portal",
    hosts=("mof.gov.vn",),
    seeds=("https://mof.gov.vn/",),
    layouts=(
        replace(
            SEEN_2026, title=("h1.mof-article__title", "h1"), body=(".mof-article__content", "article.mof-article")
        ),
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
