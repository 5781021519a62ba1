"""Cổng thông tin điện tử tỉnh Lào Cai.

VNPT vnPortal with a node for the lede. Source: public configuration of 2019-20: the caption is the next paragraph in
italics.
"""

from dataclasses import replace

from parsers.cms.vnportal import VNPORTAL
from parsers.site import Site

SITE = Site(
    id="laocai",
    name="Cổng thông tin điện tử tỉnh Lào Cai",
    province="Lào Cai",
    kind="portal",
    hosts=("laocai.gov.vn",),
    seeds=("https://laocai.gov.vn/",),
    article_url=r"-\d{4,}\.html$|/\d+/\d+/\d+/\d+/",
    cms="vnportal",
    layouts=(replace(VNPORTAL, lede=".ArticleSummary", name="2019", since="2019-01-01", until="2020-12-31"),),
)
