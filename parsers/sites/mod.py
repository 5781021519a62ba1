"""Bộ Quốc phòng.

IBM WCM. Addresses: public crawler configuration of 2026-01; the article is named in the query.
"""

from parsers.site import Site

SITE = Site(
    id="mod",
    name="Bộ Quốc phòng",
    province=None,
    kind="portal",
    hosts=("mod.gov.vn",),
    seeds=("https://mod.gov.vn/home/news",),
    article_url=r"^/home/detail\?",
)
