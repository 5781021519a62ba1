"""Cổng thông tin điện tử tỉnh Điện Biên.

SharePoint with the news web part of Tân Dân. Sources: public configuration of 2019-20, and a public scraper of
2025-26, which found the same classes.
"""

from dataclasses import replace

from parsers.cms.sharepoint import TANDAN
from parsers.site import Site

SITE = Site(
    id="dienbien",
    name="Cổng thông tin điện tử tỉnh Điện Biên",
    province="Điện Biên",
    kind="portal",
    hosts=("dienbien.gov.vn",),
    seeds=("https://dienbien.gov.vn/",),
    cms="sharepoint",
    layouts=(replace(TANDAN, name="2019", since="2019-01-01"),),
)
