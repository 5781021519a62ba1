"""Báo Phú Yên, since 2025-07-01 a sub-domain of Báo Đắk Lắk.

Layouts: public configuration of 2019-20, and a saved page of phuyen.baodaklak.vn of 2026-10 in the design of 2024.
That one repeats the lede, above the body and as its first bold paragraph, and shows a byline ("Bút danh") that nobody
filled in. Its photo stands behind the title, with a caption of its own. Pages of before 2024 keep the photos of
baophuyen.vn.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019, SEEN_2026
from parsers.element_text import text_of
from parsers.names import closing_source, signature
from parsers.page import Page
from parsers.photos import in_figures, in_paragraphs, in_tables
from parsers.site import Site
from parsers.tree import Element


def author_who_is_named(page: Page) -> Element | None:
    """Rule for the byline: the node of the author, unless it holds what the template puts there for none."""
    author = page.first(".after-author .author")
    return author if author is not None and text_of(author).casefold() != "bút danh" else None


SITE = Site(
    id="baophuyen",
    name="Báo Phú Yên",
    province="Phú Yên",
    kind="newspaper",
    hosts=("phuyen.baodaklak.vn", "baophuyen.vn", "baophuyen.com.vn"),
    seeds=("https://phuyen.baodaklak.vn/",),
    article_url=r"/\d{6}/[^/]+-[0-9a-f]{7}/?$|/\d+/\d+/[^/]+\.html$",
    verified="golden, written from the markup of a saved page of 2026-10",
    layouts=(
        replace(
            SEEN_2019,
            lede=".newsDetail .text > p:first-of-type",
            published=".newsDetail > .date",
            body=".newsDetail",
            title=".newsDetail > .title",
            photos=(in_figures("p", ".pic"), in_tables(), in_paragraphs()),
            drop=(".newsDetail .date", ".newsDetail .commentDetail", ".newsDetail .otherNews", ".newsDetail .share"),
            probe=(".newsDetail > .date", ".newsDetail"),
        ),
        replace(
            SEEN_2026,
            name="2024",
            title=(".detail-main-title h1.title", ".wrapper-post-detail-main h1.title"),
            lede=".content-reply .reply",
            published=".wrapper-post-detail-header .group-time time",
            body=".content-fully .td-post-content",
            byline=(author_who_is_named, signature()),
            source=closing_source(),
            section=".wrapper-post-detail-header .breadcrumb-item.active a",
            tags=".tags-box .tags a",
            drop=(".td-post-content .related-post", ".td-post-content .td-post-sharing"),
            probe=(".wrapper-post-detail-main", ".td-post-content"),
            since="2024-01-01",
        ),
    ),
)
