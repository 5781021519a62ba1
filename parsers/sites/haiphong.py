"""Cổng thông tin điện tử thành phố Hải Phòng.

VNPT vnPortal by the addresses of its pages in 2026 (/<section>/<title>-743051). Of the design of 2019 only the date
node is known (div.divDetail_DateCreate, "dd/mm/yyyy - HH:MM"; public configuration of 2019-20), and that a browser was
needed. The former host printed the current date into every article.
"""

from parsers.site import Site

SITE = Site(
    id="haiphong",
    name="Cổng thông tin điện tử thành phố Hải Phòng",
    province="Hải Phòng",
    kind="portal",
    hosts=("haiphong.gov.vn", "thanhphohaiphong.gov.vn"),
    seeds=("https://haiphong.gov.vn/",),
    article_url=r"-\d{6,}(?:\.html)?$|/\?pageid=\d+&p_steering=\d+",
    cms="vnportal",
)
