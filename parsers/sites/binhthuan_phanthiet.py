"""Thành ủy Phan Thiết.

One portal of the DNN installation binhthuan.dcs.vn. Its module has not been seen.
"""

from parsers.site import Site

SITE = Site(
    id="binhthuan-phanthiet",
    name="Thành ủy Phan Thiết",
    province="Bình Thuận",
    kind="party",
    hosts=("phanthiet.binhthuan.dcs.vn",),
    seeds=("https://phanthiet.binhthuan.dcs.vn/",),
    article_url=r"/post/\d+/[^/]+$",
    cms="dnn",
)
