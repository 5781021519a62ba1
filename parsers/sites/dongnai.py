"""Cổng thông tin điện tử tỉnh Đồng Nai.

NukeViet, taken over from Bình Phước on 2025-07-01, by its files; before that SharePoint (/Pages/tintucsukien.aspx).
The design itself is not known. The district Xuân Lộc ran NukeViet on a host of its own.
"""

from parsers.site import Site

SITE = Site(
    id="dongnai",
    name="Cổng thông tin điện tử tỉnh Đồng Nai",
    province="Đồng Nai",
    kind="portal",
    hosts=("dongnai.gov.vn",),
    seeds=("https://dongnai.gov.vn/",),
    article_url=r"^/(?:vi|en)/.+-\d+\.html$",
    cms="nukeviet",
)
