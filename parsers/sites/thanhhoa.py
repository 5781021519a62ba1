"""Cổng thông tin điện tử tỉnh Thanh Hóa.

SharePoint with the news web part of Tân Dân, by the addresses of its pages (2021-24); the design itself is not known.
"""

from parsers.site import Site

SITE = Site(
    id="thanhhoa",
    name="Cổng thông tin điện tử tỉnh Thanh Hóa",
    province="Thanh Hóa",
    kind="portal",
    hosts=("thanhhoa.gov.vn",),
    seeds=("https://thanhhoa.gov.vn/",),
    cms="sharepoint",
)
