"""Báo Hưng Yên.

Layout: public crawler configuration of 2026-01. The node of the pen name is the byline.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2026
from parsers.names import signature
from parsers.site import Site

_SECTIONS = """
chinh-tri Chinh-tri kinh-te Kinh-te xa-hoi Xa-hoi van-hoa Van-hoa the-thao The-thao an-ninh-quoc-phong quoc-te
giao-duc Giao-duc dat-va-nguoi-hung-yen ban-doc Ban-doc doi-song phap-luat-doi-song bien-dao-Viet-Nam
"""

SITE = Site(
    id="baohungyen",
    name="Báo Hưng Yên",
    province="Hưng Yên",
    kind="newspaper",
    hosts=("baohungyen.vn",),
    seeds=("https://baohungyen.vn/", *(f"https://baohungyen.vn/{section}" for section in _SECTIONS.split())),
    article_url=r"-\d+\.html$",
    layouts=(
        replace(
            SEEN_2026,
            title=("h1.name", "h1"),
            body="#content-detail",
            byline=("#content-detail .pseudonym", ".content-article .pseudonym", signature()),
            drop=(
                "#content-detail .relates",
                "#content-detail .topics",
                "#content-detail .social",
                "#content-detail .print_page",
                "#content-detail .block-news-list",
            ),
        ),
    ),
)
