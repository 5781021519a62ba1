"""Cổng thông tin điện tử tỉnh Lai Châu.

VHV's CMS by its addresses and files (2020-26); nobody has described its pages.
"""

from parsers.site import Site

SITE = Site(
    id="laichau",
    name="Cổng thông tin điện tử tỉnh Lai Châu",
    province="Lai Châu",
    kind="portal",
    hosts=("laichau.gov.vn",),
    seeds=("https://laichau.gov.vn/", "https://laichau.gov.vn/tin-tuc-su-kien"),
    article_url=r"/[^/]+/[^/]+\.html$",
)
