"""Tạp chí Khoa học thời đại.

Layout: public configuration of 2019-20.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.photos import in_paragraphs, in_tables
from parsers.site import Site

SITE = Site(
    id="khoahocthoidai",
    name="Tạp chí Khoa học thời đại",
    province=None,
    kind="newspaper",
    hosts=("khoahocthoidai.vn",),
    seeds=("https://khoahocthoidai.vn/",),
    layouts=(
        replace(
            SEEN_2019,
            lede=".description",
            published="[style='font-size:12px;color:#666;']",
            body=".__MASTERCMS_CONTENT",
            photos=(in_tables(), in_paragraphs()),
            probe=("[style='font-size:12px;color:#666;']", ".__MASTERCMS_CONTENT"),
        ),
    ),
)
