"""Bộ Công Thương.

Liferay underneath. Layouts: public crawler configuration of 2026-01 and a published scraper of 2020.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019, SEEN_2026
from parsers.names import signature
from parsers.site import Site

_SECTIONS = """
tin-tuc
"""

SITE = Site(
    id="moit",
    name="Bộ Công Thương",
    province=None,
    kind="portal",
    hosts=("moit.gov.vn",),
    seeds=("https://moit.gov.vn/", *(f"https://moit.gov.vn/{section}" for section in _SECTIONS.split())),
    article_url=r"^/tin-tuc/.+\.html$",
    layouts=(
        replace(
            SEEN_2026,
            title=("h1.article-title", "h1"),
            body="div.block-core-a5 > div.article-content",
            lede="div.article-brief",
            source=".aritcle-source",
            byline=(".aritcle-author", signature()),
            drop=(
                ".article-content .social-connect",
                ".article-content .article-network-share",
                ".article-content .article-tags",
                ".article-content .status-link",
                "#audio25",
            ),
        ),
        replace(
            SEEN_2019,
            name="2020",
            title="#p_p_id_CmsViewChiTietBaiViet_WAR_CmsViewEcoITportlet_ article h1",
            lede="p#change_font_size",
            published="#p_p_id_CmsViewChiTietBaiViet_WAR_CmsViewEcoITportlet_ article > p:not([id])",
            body="#contentnews",
            byline="#p_p_id_CmsViewChiTietBaiViet_WAR_CmsViewEcoITportlet_ article > div:nth-of-type(2) > div:nth-of-type(2)",
            probe=("#p_p_id_CmsViewChiTietBaiViet_WAR_CmsViewEcoITportlet_", "#contentnews"),
        ),
    ),
)
