"""Cổng thông tin điện tử tỉnh Hải Dương.

SharePoint with the web parts of Tân Dân, by the address of its home page and its banners; the design is not known.
"""

from parsers.site import Site

SITE = Site(
    id="haiduong",
    name="Cổng thông tin điện tử tỉnh Hải Dương",
    province="Hải Dương",
    kind="portal",
    hosts=("haiduong.gov.vn",),
    seeds=("https://haiduong.gov.vn/",),
    cms="sharepoint",
)
