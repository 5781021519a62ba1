"""Cổng thông tin điện tử tỉnh Khánh Hòa.

ASP.NET WebForms. Sources: public configuration of 2019-20: the lede is the first paragraph, captions are centred;
public scraper of 2025-26: the same nodes and one for the title. Lists go on by __doPostBack.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019, USUAL_TITLES
from parsers.site import Site

SITE = Site(
    id="khanhhoa",
    name="Cổng thông tin điện tử tỉnh Khánh Hòa",
    province="Khánh Hòa",
    kind="portal",
    hosts=("khanhhoa.gov.vn",),
    seeds=(
        "https://khanhhoa.gov.vn/",
        "https://khanhhoa.gov.vn/vi/tin-hoat-dong-cua-lanh-dao-tinh",
        "https://khanhhoa.gov.vn/vi/tin-hoat-dong-so-nganh-dia-phuong",
        "https://khanhhoa.gov.vn/vi/chinh-sach-va-cuoc-song",
    ),
    cms="webforms",
    article_url=r"^/vi/[^/?]+/[^/?]+",
    layouts=(
        replace(
            SEEN_2019,
            title=(".title-article", *USUAL_TITLES),
            published="#datearticle",
            body=".chitietbaiviet",
            probe=("#datearticle", ".chitietbaiviet"),
            until=None,
        ),
    ),
)
