"""Cổng thông tin điện tử tỉnh Tuyên Quang.

Liferay by the address of an article of 2025, until 2023 SharePoint (/noidung/tintuc/); the design is not known.
"""

from parsers.site import Site

SITE = Site(
    id="tuyenquang",
    name="Cổng thông tin điện tử tỉnh Tuyên Quang",
    province="Tuyên Quang",
    kind="portal",
    hosts=("tuyenquang.gov.vn",),
    seeds=("https://tuyenquang.gov.vn/",),
    cms="liferay",
)
