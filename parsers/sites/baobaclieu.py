"""Báo Bạc Liêu.

Layout: public configuration of 2019-20. Addresses of articles: a link of 2021 in public repositories.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.site import Site

SITE = Site(
    id="baobaclieu",
    name="Báo Bạc Liêu",
    province="Bạc Liêu",
    kind="newspaper",
    hosts=("baobaclieu.vn",),
    seeds=("https://baobaclieu.vn/",),
    article_url=r"^/[^/]+/[^/]+-\d{4,}\.html$",
    layouts=(replace(SEEN_2019, published=".date", body=".newscontent", probe=(".date", ".newscontent")),),
)
