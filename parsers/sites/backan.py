"""Cổng thông tin điện tử tỉnh Bắc Kạn.

SharePoint by its libraries of documents and pictures; the design itself is not known.
"""

from parsers.site import Site

SITE = Site(
    id="backan",
    name="Cổng thông tin điện tử tỉnh Bắc Kạn",
    province="Bắc Kạn",
    kind="portal",
    hosts=("backan.gov.vn",),
    seeds=("https://backan.gov.vn/",),
    cms="sharepoint",
)
