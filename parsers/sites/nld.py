"""Báo Người Lao Động.

VCCorp's CMS. Layouts: public configurations of 2019-20, in an older design, and of 2025.
"""

from dataclasses import replace

from parsers.cms.usual import USUAL_TITLES
from parsers.cms.vccorp import VCCORP
from parsers.site import Site

SITE = Site(
    id="nld",
    name="Báo Người Lao Động",
    province=None,
    kind="newspaper",
    hosts=("nld.com.vn",),
    seeds=("https://nld.com.vn/",),
    cms="vccorp",
    layouts=(
        replace(
            VCCORP,
            title=("h1.title-content", *USUAL_TITLES),
            lede=".sapo-detail",
            published=".pdate",
            body=".contentbody",
            tags=".listtags li a",
            probe=(".pdate", ".contentbody"),
            name="2019",
            since="2019-01-01",
            until="2020-12-31",
        ),
        replace(VCCORP, name="2025", since="2022-01-01"),
    ),
)
