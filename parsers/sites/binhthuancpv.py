"""Đảng bộ tỉnh Bình Thuận (trang cũ).

ASP.NET WebForms, known by the order of its text (2012-19): live clock, section, title, date such as "4.5.2012 -
8:34", lede, and the lede again as first paragraph. The ids of its nodes are not known; those of the family are
tried.
"""

from parsers.site import Site

SITE = Site(
    id="binhthuancpv",
    name="Đảng bộ tỉnh Bình Thuận (trang cũ)",
    province="Bình Thuận",
    kind="party",
    hosts=("binhthuancpv.org.vn",),
    seeds=("http://binhthuancpv.org.vn/",),
    article_url=r"/Index\.aspx\?(?:.*&)?ID=\d+",
    cms="webforms",
    keep_query=("ID", "CatID"),
)
