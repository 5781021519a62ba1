"""Báo Nghệ An.

OneCMS. Layout: a saved page of 2026-09; sections: public crawler configuration of 2026-01. Feeds: a public scraper of
2026. Addresses that end in -event<id>.html are lists, though the configuration counted them as articles. Older
articles may end in a box "TIN LIÊN QUAN" of one row.
"""

from dataclasses import replace

from parsers.cms.onecms import ONECMS
from parsers.site import Site

_SECTIONS = """
thoi-su kinh-te xa-hoi the-thao suc-khoe phap-luat quoc-te xay-dung-dang giao-duc giai-tri ket-noi-doanh-nghiep
lao-dong
"""

SITE = Site(
    id="baonghean",
    name="Báo Nghệ An",
    province="Nghệ An",
    kind="newspaper",
    hosts=("baonghean.vn",),
    seeds=("https://baonghean.vn/", *(f"https://baonghean.vn/{section}" for section in _SECTIONS.split())),
    article_url=r"/(?!.*-event\d+\.html$)[^/]+-\d{4,}\.html$",
    cms="onecms",
    feeds=("https://baonghean.vn/rss/thoi-su", "https://baonghean.vn/rss/kinh-te"),
    verified="golden, written from the markup of a saved page of 2026-09",
    layouts=(replace(ONECMS, name="2026", since="2023-01-01"),),
)
