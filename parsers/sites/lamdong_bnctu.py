"""Ban Nội chính Tỉnh ủy Lâm Đồng.

One portal of the DNN installation lamdong.dcs.vn; photos also come through resize.aspx. Its module has not been
seen.
"""

from parsers.site import Site

SITE = Site(
    id="lamdong-bnctu",
    name="Ban Nội chính Tỉnh ủy Lâm Đồng",
    province="Lâm Đồng",
    kind="party",
    hosts=("bnctu.lamdong.dcs.vn",),
    seeds=("https://bnctu.lamdong.dcs.vn/",),
    article_url=r"/type/detail/id/\d+",
    cms="dnn",
)
