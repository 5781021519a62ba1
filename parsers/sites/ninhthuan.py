"""Cổng thông tin điện tử tỉnh Ninh Thuận.

SharePoint with the news web part of Tân Dân, by the addresses of its pages (2024); the design itself is not known.
"""

from parsers.site import Site

SITE = Site(
    id="ninhthuan",
    name="Cổng thông tin điện tử tỉnh Ninh Thuận",
    province="Ninh Thuận",
    kind="portal",
    hosts=("ninhthuan.gov.vn",),
    seeds=("https://ninhthuan.gov.vn/",),
    cms="sharepoint",
)
