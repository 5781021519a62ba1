"""Cổng thông tin điện tử thành phố Đà Nẵng.

Source: public configuration of 2019-20: captions stand in italics in the photo's own paragraph. Since about 2024
Liferay 7 by a public scraper of 2025-26, which read `.journal-content-article`.
"""

from dataclasses import replace

from parsers.cms.liferay import LIFERAY_JOURNAL
from parsers.cms.usual import SEEN_2019
from parsers.site import Site

SITE = Site(
    id="danang",
    name="Cổng thông tin điện tử thành phố Đà Nẵng",
    province="Đà Nẵng",
    kind="portal",
    hosts=("danang.gov.vn",),
    seeds=("https://danang.gov.vn/",),
    article_url=r"/web/dng/-/[^/?]+|/w/[^/?]+|/chi-tiet\?(?:.*&)?id=\d+",
    cms="liferay",
    layouts=(
        replace(
            SEEN_2019,
            lede=".chi-tiet-sub-content",
            published=".chi-tiet-publish-date",
            body=".chi-tiet-main-content",
            probe=(".chi-tiet-publish-date", ".chi-tiet-main-content"),
        ),
        replace(LIFERAY_JOURNAL, name="2025", since="2024-01-01"),
    ),
)
