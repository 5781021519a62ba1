"""Cổng thông tin điện tử tỉnh Nam Định.

SharePoint with the news web part of Tân Dân, by the addresses of its pages (2020-23); the design itself is not known.
"""

from parsers.site import Site

SITE = Site(
    id="namdinh",
    name="Cổng thông tin điện tử tỉnh Nam Định",
    province="Nam Định",
    kind="portal",
    hosts=("namdinh.gov.vn",),
    seeds=("https://namdinh.gov.vn/",),
    cms="sharepoint",
)
