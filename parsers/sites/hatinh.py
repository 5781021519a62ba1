"""Cổng thông tin điện tử tỉnh Hà Tĩnh.

SharePoint by the description of 2026; the design of its articles is not known.
"""

from parsers.site import Site

SITE = Site(
    id="hatinh",
    name="Cổng thông tin điện tử tỉnh Hà Tĩnh",
    province="Hà Tĩnh",
    kind="portal",
    hosts=("hatinh.gov.vn",),
    seeds=("https://hatinh.gov.vn/",),
    cms="sharepoint",
)
