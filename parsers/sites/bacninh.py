"""Cổng thông tin điện tử tỉnh Bắc Ninh.

Liferay with portlets of its own. Layout and sections: public scraper of 2025-26. A script fills the lists from the
address that it calls loadPageURL (p_p_resource_id=loadPage, JSON); which one that is, only the page says.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2026
from parsers.site import Site

SITE = Site(
    id="bacninh",
    name="Cổng thông tin điện tử tỉnh Bắc Ninh",
    province="Bắc Ninh",
    kind="portal",
    hosts=("bacninh.gov.vn",),
    seeds=(
        "https://bacninh.gov.vn/",
        "https://bacninh.gov.vn/chinh-tri",
        "https://bacninh.gov.vn/kinh-te",
        "https://bacninh.gov.vn/van-hoa",
        "https://bacninh.gov.vn/xa-hoi",
        "https://bacninh.gov.vn/so-nganh-dia-phuong",
    ),
    article_url=r"/-/details/\d+/[^/?]+|[?&]_newsbycategory_WAR_bacninhportlet_articleId=\d+",
    cms="liferay",
    layouts=(
        replace(
            SEEN_2026,
            name="2025",
            title="h1#contentDetailTitleId",
            lede="#sapoDetailId",
            body="#contentDetail",
            probe=("#contentDetailTitleId", "#contentDetail"),
            since="2024-01-01",
        ),
    ),
    tls="weak_dh",
    tls_reason="a public scraper of 2025-26 came in with SECLEVEL=1 only",
)
