"""Sinh viên Việt Nam.

Layout: public configuration of 2019-20, of svvn.vn. Since then at svvn.tienphong.vn, with addresses like ZCE's (links of
2023-26 in public repositories); its design has not been seen, and that family's layout is tried.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.site import Site

SITE = Site(
    id="svvn",
    name="Sinh viên Việt Nam",
    province=None,
    kind="newspaper",
    hosts=("svvn.tienphong.vn", "svvn.vn"),
    seeds=("https://svvn.tienphong.vn/",),
    article_url=r"-post\d+\.tpo$|-\d{5,}\.svvn$",
    cms="zce",
    layouts=(replace(SEEN_2019, lede=".description", published=".time", body=".content", probe=(".time", ".content")),),
)
