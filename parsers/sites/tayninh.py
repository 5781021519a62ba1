"""Cổng thông tin điện tử tỉnh Tây Ninh.

Source: public configuration of 2019-20: captions are the next centred paragraph.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.site import Site

SITE = Site(
    id="tayninh",
    name="Cổng thông tin điện tử tỉnh Tây Ninh",
    province="Tây Ninh",
    kind="portal",
    hosts=("tayninh.gov.vn",),
    seeds=("https://tayninh.gov.vn/",),
    layouts=(
        replace(
            SEEN_2019,
            lede=".de-sumcontent",
            published=".de-newsCent span[id*=DateTime]",
            body=".de-newscont",
            probe=(".de-newsCent span[id*=DateTime]", ".de-newscont"),
        ),
    ),
)
