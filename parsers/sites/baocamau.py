"""Báo Cà Mau.

Layouts: public configuration of 2019-20 and public crawler configuration of 2026-01; it changed its body markup in
between. Of the new design only the body is known.
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
