"""Tỉnh đoàn Bình Thuận.

One portal of the DNN installation binhthuan.dcs.vn. Its module has not been seen.
"""

from parsers.site import Site

SITE = Site(
    id="binhthuan-tinhdoan",
    name="Tỉnh đoàn Bình Thuận",
    province="Bình Thuận",
    kind="party",
    hosts=("tinhdoan.binhthuan.dcs.vn",),
    seeds=("https://tinhdoan.binhthuan.dcs.vn/",),
    article_url=r"/post/\d+/[^/]+$",
    cms="dnn",
)
