"""Tỉnh ủy An Giang.

SharePoint whose lists AngularJS fills (2023): raw lists are empty, article pages have not been seen.
"""

from parsers.site import Site

SITE = Site(
    id="angiang-dcs",
    name="Tỉnh ủy An Giang",
    province="An Giang",
    kind="party",
    hosts=("angiang.dcs.vn",),
    seeds=("https://angiang.dcs.vn/",),
    article_url=r"/Pages/[^?]+\.aspx\?(?:.*&)?ItemID=\d+",
    cms="sharepoint",
)
