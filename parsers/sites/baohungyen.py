"""Báo Hưng Yên.

MediaTech's CMS. Layout: public crawler configuration of 2026-01, date: public scraper of 2026. The node of the pen
name is the byline.
"""

from dataclasses import replace

from parsers.cms.mediatech import MEDIATECH
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
    cms="mediatech",
    layouts=(replace(MEDIATECH, name="2026", since="2025-07-01"),),
)
