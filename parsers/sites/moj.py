"""Bộ Tư pháp.

SharePoint. Layout: public crawler configuration of 2026-01. Its pattern had doubled backslashes and matched nothing.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2026
from parsers.site import Site

SITE = Site(
    id="moj",
    name="Bộ Tư pháp",
    province=None,
    kind="portal",
    hosts=("moj.gov.vn",),
    seeds=("https://moj.gov.vn/qt/tintuc/Pages/default.aspx",),
    article_url=r"^/qt/tintuc/Pages/[^?]+\.aspx\?(?:.*&)?ItemID=\d+",
    cms="sharepoint",
    layouts=(replace(SEEN_2026, title=(".news-details h1", "h1"), body=".news-details .news-content"),),
)
