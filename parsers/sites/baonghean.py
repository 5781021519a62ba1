"""Báo Nghệ An.

Layout: public crawler configuration of 2026-01. Addresses that end in -event<id>.html are lists, though the
configuration counted them as articles.
"""

from dataclasses import replace

from parsers.cms.usual import ONECMS
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
    article_url=r"/(?!.*-event\d+\.html$).+-\d+\.html$",
    layouts=(replace(ONECMS, body="article.entry"),),
)
