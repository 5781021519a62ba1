"""Báo An ninh Hải Phòng.

Of its design of 2019 only the box with the date is known (div.detailBox; public configuration of 2019-20), and that
a browser was needed. Addresses of articles: links of 2023 in public repositories.
"""

from parsers.site import Site

SITE = Site(
    id="anhp",
    name="Báo An ninh Hải Phòng",
    province="Hải Phòng",
    kind="newspaper",
    hosts=("anhp.vn",),
    seeds=("http://anhp.vn/",),
    article_url=r"-d\d+\.html$",
)
