"""Đảng bộ Đà Lạt.

One portal of the DNN installation lamdong.dcs.vn; photos also come through resize.aspx. Its module has not been
seen.
"""

from parsers.site import Site

SITE = Site(
    id="lamdong-dalat",
    name="Đảng bộ Đà Lạt",
    province="Lâm Đồng",
    kind="party",
    hosts=("dalat.lamdong.dcs.vn",),
    seeds=("https://dalat.lamdong.dcs.vn/",),
    article_url=r"/type/detail/id/\d+",
    cms="dnn",
)
