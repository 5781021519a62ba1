"""Cổng thông tin điện tử tỉnh Bình Dương.

SharePoint by the addresses of its pages (/chinhquyen/Pages/); the design itself is not known.
"""

from parsers.site import Site

SITE = Site(
    id="binhduong",
    name="Cổng thông tin điện tử tỉnh Bình Dương",
    province="Bình Dương",
    kind="portal",
    hosts=("binhduong.gov.vn",),
    seeds=("https://binhduong.gov.vn/",),
    cms="sharepoint",
)
