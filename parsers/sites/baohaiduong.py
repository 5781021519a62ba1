"""Báo Hải Dương.

OneCMS by its assets (bhd.1cdn.vn, 2024) and the addresses of its articles; nobody has seen one of its pages. In its
older system (until about 2022) addresses ended in a bare number. Since 2025-07-01 together with the paper of Hải
Phòng.
"""

from dataclasses import replace

from parsers.cms.onecms import ONECMS
from parsers.site import Site

SITE = Site(
    id="baohaiduong",
    name="Báo Hải Dương",
    province="Hải Dương",
    kind="newspaper",
    hosts=("baohaiduong.vn",),
    seeds=("https://baohaiduong.vn/",),
    article_url=r"/(?!.*-event\d+\.html$)[^/]+-\d{5,}(?:\.html)?$",
    cms="onecms",
    layouts=(replace(ONECMS, name="2024", since="2023-01-01"),),
)
