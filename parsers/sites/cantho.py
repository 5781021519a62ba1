"""Cổng thông tin điện tử thành phố Cần Thơ.

VNPT vnPortal since about 2024, before that IBM's portal (/wps/portal). Layout and sections: public scraper of 2025-26.
Cần Thơ took in Sóc Trăng and Hậu Giang on 2025-07-01.
"""

from dataclasses import replace

from parsers.cms.vnportal import VNPORTAL
from parsers.site import Site

SITE = Site(
    id="cantho",
    name="Cổng thông tin điện tử thành phố Cần Thơ",
    province="Cần Thơ",
    kind="portal",
    hosts=("cantho.gov.vn",),
    seeds=(
        "https://www.cantho.gov.vn/",
        "https://www.cantho.gov.vn/tin-tuc-va-su-kien",
        "https://www.cantho.gov.vn/hoat-dong-lanh-dao-thanh-pho",
        "https://www.cantho.gov.vn/chi-dao-dieu-hanh-trung-uong-dia-phuong",
        "https://www.cantho.gov.vn/thong-tin-can-biet",
    ),
    cms="vnportal",
    layouts=(replace(VNPORTAL, name="2025", since="2024-01-01"),),
)
