"""Cổng thông tin điện tử tỉnh Cao Bằng.

VNPT vnPortal. Sources: public configuration of 2019-20: the lede is the first bold paragraph, captions stand in
italics or in tables; public scraper of 2025-26: the same classes, but addresses end in a bare number.
"""

from dataclasses import replace

from parsers.cms.vnportal import VNPORTAL
from parsers.names import first_bold_paragraph
from parsers.site import Site

SITE = Site(
    id="caobang",
    name="Cổng thông tin điện tử tỉnh Cao Bằng",
    province="Cao Bằng",
    kind="portal",
    hosts=("caobang.gov.vn",),
    seeds=("https://caobang.gov.vn/",),
    article_url=r"-\d{4,}\.html$|-\d{6,}$|/\d+/\d+/\d+/\d+/",
    cms="vnportal",
    layouts=(replace(VNPORTAL, lede=(".ArticleSummary", first_bold_paragraph()), name="2019", since="2019-01-01"),),
)
