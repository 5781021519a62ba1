"""Cổng thông tin điện tử tỉnh Bạc Liêu.

SharePoint by the addresses of its pages and pictures (2013-2018); the design itself is not known.
"""

from parsers.site import Site

SITE = Site(
    id="baclieu",
    name="Cổng thông tin điện tử tỉnh Bạc Liêu",
    province="Bạc Liêu",
    kind="portal",
    hosts=("baclieu.gov.vn",),
    seeds=("https://baclieu.gov.vn/",),
    article_url=r"/lists/posts/post\.aspx\?(?:.*&)?ID=\d+|/Pages/[^?]+\.aspx\?(?:.*&)?ItemID=\d+",
    cms="sharepoint",
)
