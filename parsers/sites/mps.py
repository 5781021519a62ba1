"""Bộ Công an (cổng cũ).

VCMS on Liferay, described in 2026: tables only, lists by POST.
"""

from dataclasses import replace

from parsers.cms.liferay import VCMS
from parsers.site import Site

SITE = Site(
    id="mps",
    name="Bộ Công an (cổng cũ)",
    province=None,
    kind="portal",
    hosts=("mps.gov.vn",),
    seeds=("https://mps.gov.vn/",),
    cms="liferay",
    layouts=(replace(VCMS, name="2026"),),
)
