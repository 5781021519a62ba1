"""Đài Phát thanh và Truyền hình Hải Phòng.

Of its design of 2019 only the date is known (p.mnv-date; public configuration of 2019-20), and that a browser was
needed.
"""

from parsers.site import Site

SITE = Site(
    id="thhp",
    name="Đài Phát thanh và Truyền hình Hải Phòng",
    province="Hải Phòng",
    kind="newspaper",
    hosts=("thhp.vn",),
    seeds=("http://thhp.vn/",),
)
