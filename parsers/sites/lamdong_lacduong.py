"""Đảng bộ Lạc Dương.

One portal of the DNN installation lamdong.dcs.vn; photos also come through resize.aspx. Its module has not been
seen.
"""

from parsers.site import Site

SITE = Site(
    id="lamdong-lacduong",
    name="Đảng bộ Lạc Dương",
    province="Lâm Đồng",
    kind="party",
    hosts=("lacduong.lamdong.dcs.vn",),
    seeds=("https://lacduong.lamdong.dcs.vn/",),
    article_url=r"/type/detail/id/\d+",
    cms="dnn",
)
