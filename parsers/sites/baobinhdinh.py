"""Báo Bình Định.

Its design is not known; the addresses are those of links to its articles of 2019-2023. Since 2025-07-01 together with
the paper of Gia Lai.
"""

from parsers.site import Site

SITE = Site(
    id="baobinhdinh",
    name="Báo Bình Định",
    province="Bình Định",
    kind="newspaper",
    hosts=("baobinhdinh.vn",),
    seeds=("https://baobinhdinh.vn/",),
    article_url=r"/viewer\.aspx\?(?:.*&)?mabb=\d+",
)
