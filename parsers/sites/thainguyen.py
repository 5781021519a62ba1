"""Cổng thông tin điện tử tỉnh Thái Nguyên.

Liferay web content. Source: public configuration of 2019-20: the lede is the first paragraph, the caption the next
in italics.
"""

from dataclasses import replace

from parsers.cms.liferay import LIFERAY_JOURNAL
from parsers.names import first_paragraph
from parsers.site import Site

SITE = Site(
    id="thainguyen",
    name="Cổng thông tin điện tử tỉnh Thái Nguyên",
    province="Thái Nguyên",
    kind="portal",
    hosts=("thainguyen.gov.vn",),
    seeds=("https://thainguyen.gov.vn/",),
    cms="liferay",
    layouts=(
        replace(
            LIFERAY_JOURNAL,
            lede=first_paragraph(),
            published=".date_post",
            name="2019",
            since="2019-01-01",
            until="2020-12-31",
        ),
    ),
)
