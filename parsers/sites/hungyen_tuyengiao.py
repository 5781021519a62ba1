"""Ban Tuyên giáo Tỉnh ủy Hưng Yên.

Known by its addresses only, which end in -c<id>.html.
"""

from parsers.site import Site

SITE = Site(
    id="hungyen-tuyengiao",
    name="Ban Tuyên giáo Tỉnh ủy Hưng Yên",
    province="Hưng Yên",
    kind="party",
    hosts=("tuyengiao.hungyen.dcs.vn",),
    seeds=("https://tuyengiao.hungyen.dcs.vn/",),
    article_url=r"-c\d+\.html$",
)
