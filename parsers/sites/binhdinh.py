"""Cổng thông tin điện tử tỉnh Bình Định.

Source: public configuration of 2019-20; a browser was needed then, so the bytes may be an empty shell.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.site import Site

SITE = Site(
    id="binhdinh",
    name="Cổng thông tin điện tử tỉnh Bình Định",
    province="Bình Định",
    kind="portal",
    hosts=("binhdinh.gov.vn",),
    seeds=("https://binhdinh.gov.vn/",),
    layouts=(
        replace(
            SEEN_2019,
            lede=".content_summary",
            published=".dtContentDate",
            body="div:has(> p.content_summary)",
            probe=(".dtContentDate", "div:has(> p.content_summary)"),
        ),
    ),
)
