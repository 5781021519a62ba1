"""Báo Cần Thơ (content-fck, seen 2026-01). Cần Thơ took in Sóc Trăng and Hậu Giang on 2025-07-01."""

from dataclasses import replace

from parsers.cms.content_fck import CONTENT_FCK
from parsers.site import Site

SITE = Site(
    id="baocantho",
    name="Báo Cần Thơ",
    province="Cần Thơ",
    kind="newspaper",
    verified="golden; real pages of 2026-01",
    hosts=("baocantho.com.vn",),
    seeds=(
        "https://baocantho.com.vn/thoi-su/",
        "https://baocantho.com.vn/chinh-tri/",
        "https://baocantho.com.vn/kinh-te/",
    ),
    article_url=r"-a\d+\.html$",
    cms="content_fck",
    layouts=(replace(CONTENT_FCK, name="2026", since="2025-01-01"),),
)
