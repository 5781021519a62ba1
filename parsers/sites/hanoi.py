"""Cổng thông tin điện tử thành phố Hà Nội.

VCCorp's CMS (links of 2025-26), before that vnPortal by its asset code gov-hni. Layout and list: public scraper of
2025, which posted for the pages of the list; what it sent for list, language and site is enciphered by the server.
"""

from dataclasses import replace

from parsers.cms.vccorp import VCCORP
from parsers.declared_lists import PostedList
from parsers.site import Site

SITE = Site(
    id="hanoi",
    name="Cổng thông tin điện tử thành phố Hà Nội",
    province="Hà Nội",
    kind="portal",
    hosts=("hanoi.gov.vn",),
    seeds=(
        "https://hanoi.gov.vn/",
        "https://hanoi.gov.vn/tin-tuc-su-kien-noi-bat",
        "https://hanoi.gov.vn/tin-so-nganh",
    ),
    article_url=r"-\d{8,}\.htm$",
    cms="vccorp",
    posted_lists=(
        PostedList(
            listing=r"^/tin-tuc-su-kien-noi-bat(?:\.htm)?$",
            action="https://hanoi.gov.vn/api/NewsZone/NewsZone",
            body=(
                "PageIndex={page}&PageSize=TwNsaMrfVrU%3D&Catname=nMSbbZ2pR0%2FXHR7JMRKsFGiPETTBu6V1"
                "&LanguageId=jM2HDDVEz40%3D&Site=%2FCP0MQRJUt0%3D"
            ),
            first=0,
            last=400,
        ),
    ),
    layouts=(
        replace(
            VCCORP,
            title=("h1[data-role=title]", "h1.detail-title", ".news-info h1", "h1"),
            published=("[data-role=publishdate]", ".detail-time", ".news-info .time"),
            body=("[data-role=content]", ".detail-content.afcbc-body", ".detail-content"),
            name="2025",
            since="2024-01-01",
        ),
    ),
)
