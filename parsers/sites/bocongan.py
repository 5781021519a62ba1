"""Bộ Công an.

Addresses: public crawler configuration of 2026-01; the design is not known.
"""

from parsers.site import Site

SITE = Site(
    id="bocongan",
    name="Bộ Công an",
    province=None,
    kind="portal",
    hosts=("bocongan.gov.vn",),
    seeds=("https://bocongan.gov.vn/",),
    article_url=r"^/bai-viet/.+-\d+/?$",
)
