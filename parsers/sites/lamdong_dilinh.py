"""Đảng bộ Di Linh.

One portal of the DNN installation lamdong.dcs.vn; photos also come through resize.aspx. Its module has not been
seen.
"""

from parsers.site import Site

SITE = Site(
    id="lamdong-dilinh",
    name="Đảng bộ Di Linh",
    province="Lâm Đồng",
    kind="party",
    hosts=("dilinh.lamdong.dcs.vn",),
    seeds=("https://dilinh.lamdong.dcs.vn/",),
    article_url=r"/type/detail/id/\d+",
    cms="dnn",
)
