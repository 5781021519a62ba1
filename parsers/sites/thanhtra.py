"""Thanh tra Chính phủ.

Liferay. Layout: public crawler configuration of 2026-01. The query string is the article's id: without it articles
merge.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2026
from parsers.site import Site

_SECTIONS = """
web/guest/thanh-tra web/guest/khieu-nai-to-cao web/guest/phong-chong-tham-nhung web/guest/tin-tong-hop
web/guest/thong-bao web/guest/tin-hinh-anh
"""

SITE = Site(
    id="thanhtra",
    name="Thanh tra Chính phủ",
    province=None,
    kind="portal",
    hosts=("thanhtra.gov.vn",),
    seeds=("https://thanhtra.gov.vn/", *(f"https://thanhtra.gov.vn/{section}" for section in _SECTIONS.split())),
    article_url=r"^/web/guest/xem-chi-tiet-tin-tuc/-/asset_publisher/+[Cc]ontent/[^?]+\?",
    cms="liferay",
    layouts=(replace(SEEN_2026, body=".article", drop=(".article .other_assets",)),),
)
