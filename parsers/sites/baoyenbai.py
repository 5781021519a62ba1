"""Báo Yên Bái.

Layout: public configuration of 2019-20. Addresses of articles: links of those years in public repositories.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.names import first_bold_paragraph
from parsers.site import Site

SITE = Site(
    id="baoyenbai",
    name="Báo Yên Bái",
    province="Yên Bái",
    kind="newspaper",
    hosts=("baoyenbai.com.vn",),
    seeds=("https://baoyenbai.com.vn/",),
    article_url=r"^/\d+/\d{4,}/[^/]+\.(?:aspx|htm)$",
    layouts=(
        replace(
            SEEN_2019,
            lede=first_bold_paragraph(),
            published=".grid-header ul span",
            body=".singlepage",
            probe=(".grid-header ul span", ".singlepage"),
        ),
    ),
)
