"""Ban Tuyên giáo Tỉnh ủy Bình Thuận.

One portal of the DNN installation binhthuan.dcs.vn (addresses seen in 2023). Its module has not been seen.
"""

from parsers.site import Site

SITE = Site(
    id="binhthuan-btgtu",
    name="Ban Tuyên giáo Tỉnh ủy Bình Thuận",
    province="Bình Thuận",
    kind="party",
    hosts=("btgtu.binhthuan.dcs.vn",),
    seeds=("https://btgtu.binhthuan.dcs.vn/",),
    article_url=r"/post/\d+/[^/]+$",
    cms="dnn",
)
