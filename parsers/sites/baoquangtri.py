"""Báo và phát thanh, truyền hình Quảng Trị.

Layout: public crawler configuration of 2026-01. Since 2025-07-01 together with the paper of Quảng Bình.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2026
from parsers.site import Site

_SECTIONS = """
chinh-tri dat-va-nguoi-quang-binh dat-va-nguoi-quang-tri du-lich giao-duc khoa-hoc-cong-nghe kinh-te multimedia
phap-luat phong-su-ky-su quoc-phong-an-ninh quoc-te suc-khoe the-thao thoi-su toa-soan-ban-doc van-hoa xa-hoi moi-nong
"""

SITE = Site(
    id="baoquangtri",
    name="Báo và phát thanh, truyền hình Quảng Trị",
    province="Quảng Trị",
    kind="newspaper",
    hosts=("baoquangtri.vn",),
    seeds=("https://baoquangtri.vn/", *(f"https://baoquangtri.vn/{section}/" for section in _SECTIONS.split())),
    article_url=r"^/[a-z0-9-]+(?:/[a-z0-9-]+)?/\d{6}/[a-z0-9-]+-[0-9a-f]+/?$",
    layouts=(replace(SEEN_2026, body=("#content .td-post-content", ".td-post-content", "#content", "div.content")),),
)
