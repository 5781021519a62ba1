"""Sinh viên Việt Nam.

Layout: public configuration of 2019-20.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.site import Site

SITE = Site(
    id="svvn",
    name="Sinh viên Việt Nam",
    province=None,
    kind="newspaper",
    hosts=("svvn.vn",),
    seeds=("https://svvn.vn/",),
    layouts=(replace(SEEN_2019, lede=".description", published=".time", body=".content", probe=(".time", ".content")),),
)
