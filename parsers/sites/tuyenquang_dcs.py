"""Tỉnh ủy Tuyên Quang.

Known by its addresses only: /DetailView/<id>/<section>/<Slug>.html.
"""

from parsers.site import Site

SITE = Site(
    id="tuyenquang-dcs",
    name="Tỉnh ủy Tuyên Quang",
    province="Tuyên Quang",
    kind="party",
    hosts=("tuyenquang.dcs.vn",),
    seeds=("https://tuyenquang.dcs.vn/",),
    article_url=r"/DetailView/\d+/\d+/[^/]+\.html$",
)
