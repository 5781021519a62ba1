"""Báo Cà Mau.

Layouts: public configuration of 2019-20 and public crawler configuration of 2026-01; it changed its body markup in
between. Of the new design only the body is known. Addresses: links to its articles of 2026, which end as those of
content-fck do.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019, SEEN_2026
from parsers.site import Site

SITE = Site(
    id="baocamau",
    name="Báo Cà Mau",
    province="Cà Mau",
    kind="newspaper",
    hosts=("baocamau.vn", "baocamau.com.vn"),
    seeds=("https://baocamau.vn/",),
    article_url=r"-a\d+\.html$",
    cms="content_fck",
    layouts=(
        replace(
            SEEN_2019,
            lede=".title-italic",
            published=".date-time",
            body=".newscontent",
            probe=(".date-time", ".newscontent"),
        ),
        replace(SEEN_2026, body=".post-content"),
    ),
)
