"""Đảng bộ Đam Rông.

One portal of the DNN installation lamdong.dcs.vn; photos also come through resize.aspx. Its module has not been
seen.
"""

from parsers.site import Site

SITE = Site(
    id="lamdong-damrong",
    name="Đảng bộ Đam Rông",
    province="Lâm Đồng",
    kind="party",
    hosts=("damrong.lamdong.dcs.vn",),
    seeds=("https://damrong.lamdong.dcs.vn/",),
    article_url=r"/type/detail/id/\d+",
    cms="dnn",
)
