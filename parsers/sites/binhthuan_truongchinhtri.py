"""Trường Chính trị tỉnh Bình Thuận.

One portal of the DNN installation binhthuan.dcs.vn. Its module has not been seen.
"""

from parsers.site import Site

SITE = Site(
    id="binhthuan-truongchinhtri",
    name="Trường Chính trị tỉnh Bình Thuận",
    province="Bình Thuận",
    kind="party",
    hosts=("truongchinhtri.binhthuan.dcs.vn",),
    seeds=("https://truongchinhtri.binhthuan.dcs.vn/",),
    article_url=r"/post/\d+/[^/]+$",
    cms="dnn",
)
