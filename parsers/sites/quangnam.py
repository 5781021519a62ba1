"""Cổng thông tin điện tử tỉnh Quảng Nam.

ASP.NET WebForms, the fields in labels. Source: public configuration of 2019-20: captions are centred and in italics.
"""

from dataclasses import replace

from parsers.cms.webforms import WEBFORMS
from parsers.site import Site

SITE = Site(
    id="quangnam",
    name="Cổng thông tin điện tử tỉnh Quảng Nam",
    province="Quảng Nam",
    kind="portal",
    hosts=("quangnam.gov.vn",),
    seeds=("https://quangnam.gov.vn/",),
    cms="webforms",
    layouts=(
        replace(
            WEBFORMS,
            published="[id$=detail_ctl00_ctl00_lblNgayDang]",
            lede="[id$=detail_ctl00_ctl00_lblTomTat]",
            body="[id$=detail_ctl00_ctl00_lblNoiDung]",
            probe="[id$=detail_ctl00_ctl00_lblNoiDung]",
            name="2019",
            since="2019-01-01",
            until="2020-12-31",
        ),
    ),
)
