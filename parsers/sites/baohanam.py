"""Báo Hà Nam.

Its design is not known; the addresses are those of a link to an article of 2024. Since 2025-07-01 together with the
paper of Ninh Bình.
"""

from parsers.site import Site

SITE = Site(
    id="baohanam",
    name="Báo Hà Nam",
    province="Hà Nam",
    kind="newspaper",
    hosts=("baohanam.com.vn",),
    seeds=("https://baohanam.com.vn/",),
    article_url=r"/[^/]+/[^/]+-\d{4,}\.html$",
)
