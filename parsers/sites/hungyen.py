"""Cổng thông tin điện tử tỉnh Hưng Yên.

SharePoint by the description of 2026; the design of its articles is not known.
"""

from parsers.site import Site

SITE = Site(
    id="hungyen",
    name="Cổng thông tin điện tử tỉnh Hưng Yên",
    province="Hưng Yên",
    kind="portal",
    hosts=("hungyen.gov.vn",),
    seeds=("https://hungyen.gov.vn/",),
    cms="sharepoint",
)
