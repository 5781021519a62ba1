"""Thành ủy Thành phố Hồ Chí Minh.

Addresses of articles: links in public repositories. Its design is not known.
"""

from parsers.site import Site

SITE = Site(
    id="thanhuytphcm",
    name="Thành ủy Thành phố Hồ Chí Minh",
    province="Hồ Chí Minh",
    kind="party",
    hosts=("thanhuytphcm.vn",),
    seeds=("https://thanhuytphcm.vn/",),
    article_url=r"^/tin-tuc/[^/]+-\d{6,}$",
)
