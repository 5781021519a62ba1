"""Cổng thông tin điện tử tỉnh Yên Bái.

SharePoint by its libraries (/noidung/tintuc/, 2022); the design itself is not known.
"""

from parsers.site import Site

SITE = Site(
    id="yenbai",
    name="Cổng thông tin điện tử tỉnh Yên Bái",
    province="Yên Bái",
    kind="portal",
    hosts=("yenbai.gov.vn",),
    seeds=("https://yenbai.gov.vn/",),
    cms="sharepoint",
)
