"""Báo Trà Vinh.

The content-fck CMS. Layout: public crawler configuration of 2026-01.
"""

from dataclasses import replace

from parsers.cms.content_fck import CONTENT_FCK
from parsers.site import Site

_SECTIONS = """
thoi-su chinh-tri kinh-te phap-luat xa-hoi van-hoa khoa-giao the-thao quoc-phong an-ninh ban-doc quoc-te
"""

SITE = Site(
    id="baotravinh",
    name="Báo Trà Vinh",
    province="Trà Vinh",
    kind="newspaper",
    hosts=("travinh.baovinhlong.vn", "baotravinh.vn"),
    seeds=(
        "https://travinh.baovinhlong.vn/",
        *(f"https://travinh.baovinhlong.vn/{section}" for section in _SECTIONS.split()),
    ),
    article_url=r"-a\d+\.html$",
    cms="content_fck",
    layouts=(replace(CONTENT_FCK, name="2026", since="2025-07-01"),),
    tls="incomplete_chain",
    tls_reason="the server does not send its intermediate certificate (public crawler, 2026-01)",
)
