"""Cổng thông tin điện tử tỉnh Quảng Ngãi.

Source: public configuration of 2019-20: the lede is the second paragraph of the bold opening; captions are blue.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.photos import in_paragraphs
from parsers.site import Site

SITE = Site(
    id="quangngai",
    name="Cổng thông tin điện tử tỉnh Quảng Ngãi",
    province="Quảng Ngãi",
    kind="portal",
    hosts=("quangngai.gov.vn",),
    seeds=("https://quangngai.gov.vn/",),
    layouts=(
        replace(
            SEEN_2019,
            lede=".article strong > p:nth-of-type(2)",
            published=".date-post",
            body=".asset-content.change-size",
            photos=in_paragraphs("em", "i", "span[style*='#0000FF']"),
            probe=(".date-post", ".asset-content.change-size"),
        ),
    ),
)
