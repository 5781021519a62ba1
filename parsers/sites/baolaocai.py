"""Báo Lào Cai (ZCE/ePi, seen 2025-06). Lào Cai took in Yên Bái on 2025-07-01; the paper kept its address."""

from dataclasses import replace

from parsers.cms.zce import ZCE
from parsers.site import Site

SITE = Site(
    id="baolaocai",
    name="Báo Lào Cai",
    province="Lào Cai",
    kind="newspaper",
    verified="golden; a real page of 2025-06",
    hosts=("baolaocai.vn",),
    seeds=("https://baolaocai.vn/",),
    article_url=r"-post\d+\.html$",
    cms="zce",
    layouts=(replace(ZCE, name="2025", since="2025-01-01"),),
)
