"""Cổng thông tin điện tử tỉnh Ninh Bình.

VNPT vnPortal. Layout and sections: public scraper of 2025-26. The pages of a list after the first are posted for, to
/DesktopModule/UIArticleInMenu/ArticleInMenuPagination.aspx/LoadArticle, with the numbers of list and site that a
script in the page holds; a declared list would have to know them.
"""

from dataclasses import replace

from parsers.cms.vnportal import VNPORTAL
from parsers.site import Site

SITE = Site(
    id="ninhbinh",
    name="Cổng thông tin điện tử tỉnh Ninh Bình",
    province="Ninh Bình",
    kind="portal",
    hosts=("ninhbinh.gov.vn",),
    seeds=(
        "https://ninhbinh.gov.vn/",
        "https://ninhbinh.gov.vn/kinh-te",
        "https://ninhbinh.gov.vn/van-hoa-xa-hoi",
        "https://ninhbinh.gov.vn/an-ninh-quoc-phong",
        "https://ninhbinh.gov.vn/thong-tin-chi-dao-dieu-hanh",
        "https://ninhbinh.gov.vn/tin-trong-nuoc-quoc-te",
    ),
    cms="vnportal",
    layouts=(replace(VNPORTAL, name="2025", since="2024-01-01"),),
)
