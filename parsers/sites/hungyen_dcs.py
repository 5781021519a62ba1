"""Tỉnh ủy Hưng Yên.

Known by its addresses only, which end in -c<id>.html.
"""

from parsers.site import Site

SITE = Site(
    id="hungyen-dcs",
    name="Tỉnh ủy Hưng Yên",
    province="Hưng Yên",
    kind="party",
    hosts=("hungyen.dcs.vn",),
    seeds=("https://hungyen.dcs.vn/",),
    article_url=r"-c\d+\.html$",
)
