"""Sở Thông tin và Truyền thông Hà Nội (Liferay 6.2, seen 2022-08). Merged into Sở Khoa học và Công nghệ in 2025.

The switch of language appends /en or /vi to the address at hand, without end: one public mirror holds 12,757 copies
of 193 pages. Addresses of articles then answer with the list of the section.
"""

from dataclasses import replace

from parsers.cms.liferay import LIFERAY
from parsers.site import Site

SITE = Site(
    id="sotttt-hanoi",
    name="Sở Thông tin và Truyền thông Hà Nội",
    province="Hà Nội",
    kind="department",
    verified="golden; real pages of 2022-08",
    hosts=("sotttt.hanoi.gov.vn",),
    seeds=("https://sotttt.hanoi.gov.vn/web/so-tttthn/trang-chu", "https://sotttt.hanoi.gov.vn/web/sotttt-eng/home"),
    article_url=r"/-/view_content/\d+-[^/]*$|/-/asset_publisher/\w+/content/[^/]+",
    listing="div.asset-abstract",
    cms="liferay",
    layouts=(replace(LIFERAY, name="2022", since="2012-01-01", until="2025-06-30"),),
)
