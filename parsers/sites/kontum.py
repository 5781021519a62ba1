"""Cổng thông tin điện tử tỉnh Kon Tum.

Source: public configuration of 2019-20: lede and body share a class; captions stand in italics in tables.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.site import Site

SITE = Site(
    id="kontum",
    name="Cổng thông tin điện tử tỉnh Kon Tum",
    province="Kon Tum",
    kind="portal",
    hosts=("kontum.gov.vn",),
    seeds=("https://kontum.gov.vn/",),
    layouts=(
        replace(
            SEEN_2019,
            lede=".noidung.sapo",
            published=".thongke-ngay",
            body=".noidung:not(.sapo)",
            probe=(".thongke-ngay", ".noidung"),
        ),
    ),
)
