"""Cổng thông tin điện tử tỉnh Quảng Ninh.

SharePoint. Layout: public configuration of 2019-20. Addresses: a public scraper of 2026, which took any date on the
page and so the clock.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019
from parsers.photos import in_figures, in_tables
from parsers.site import Site

SITE = Site(
    id="quangninh",
    name="Cổng thông tin điện tử tỉnh Quảng Ninh",
    province="Quảng Ninh",
    kind="portal",
    hosts=("quangninh.gov.vn",),
    seeds=("https://quangninh.gov.vn/Trang/tin-tuc-su-kien.aspx",),
    article_url=r"/Trang/ChiTiet\w+\.aspx\?(?:.*&)?nid=\d+",
    cms="sharepoint",
    layouts=(
        replace(
            SEEN_2019,
            published=".publish-date",
            body=".noi-dung-trang",
            photos=(in_figures(), in_tables(), in_figures("span", "p")),
            probe=(".publish-date", ".noi-dung-trang"),
        ),
    ),
)
