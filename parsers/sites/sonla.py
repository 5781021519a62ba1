"""Cổng thông tin điện tử tỉnh Sơn La.

VNPT vnPortal. Layout and sections: public scraper of 2025-26.
"""

from dataclasses import replace

from parsers.cms.vnportal import VNPORTAL
from parsers.site import Site

SITE = Site(
    id="sonla",
    name="Cổng thông tin điện tử tỉnh Sơn La",
    province="Sơn La",
    kind="portal",
    hosts=("sonla.gov.vn",),
    seeds=(
        "https://sonla.gov.vn/",
        "https://sonla.gov.vn/tin-chinh-tri",
        "https://sonla.gov.vn/tin-kinh-te",
        "https://sonla.gov.vn/tin-van-hoa-xa-hoi",
        "https://sonla.gov.vn/an-ninh-quoc-phong",
    ),
    cms="vnportal",
    layouts=(replace(VNPORTAL, name="2025", since="2024-01-01"),),
)
