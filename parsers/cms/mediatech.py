"""MediaTech's CMS of papers and broadcasters: baotayninh, baohungyen, baoquangninh, baocaobang, baolangson.

Known by the meta data `theme_path` and `app_device`, by its themes and by the hidden block of ids above the page.
Addresses end in -<id>.html. Source: a saved page of baotayninh.vn of 2026-10, and public scrapers of 2026 of the other
four (`h1.name`, `div.date.font5`, `#content-detail`). The clock of the day stands in `title-time`. The lede comes
twice where the article has one: as `p.sapo`, and before it as `div.sapo`, which the template cuts at 300 characters.
Some templates close `<html>` right after it opens, and bodies may hold a whole document.
"""

import re

from parsers.above import author_by_the_body, date_by_the_title, lede_by_the_title
from parsers.cms.family import Family
from parsers.cms.usual import USUAL_TITLES
from parsers.element_text import text_of
from parsers.layout import Layout
from parsers.names import closing_source, first_bold_paragraph, signature
from parsers.page import Page
from parsers.photos import in_figures, in_paragraphs, in_tables
from parsers.tree import Element

_WHOLE = re.compile(r"[.!?…][”\"')]*$")


def box_that_is_whole(page: Page) -> Element | None:
    """Return the box with the lede that the template writes, unless the template has cut it."""
    box = page.first("#content-detail > div.sapo")
    return box if box is not None and _WHOLE.search(text_of(box)) else None


MEDIATECH = Layout(
    name="mediatech",
    title=(".content-article h1.name", "h1.name", *USUAL_TITLES),
    lede=(
        "#content-detail p.sapo",
        "#content-detail h4.sapo",
        box_that_is_whole,
        lede_by_the_title(),
        first_bold_paragraph(),
    ),
    published=(".content-article .date", ".date.font5", date_by_the_title()),
    body=("#content-detail", ".content-article .detail"),
    photos=(in_figures(), in_figures(".wp-caption-text", ".wp-caption"), in_tables(), in_paragraphs("em", "i")),
    byline=(
        "#content-detail .pseudonym",
        ".content-article .pseudonym",
        "#content-detail div.author",
        signature(),
        author_by_the_body(),
    ),
    source=closing_source(),
    section=(".breadcrumbs .breadcrumb .active a", ".breadcrumbs .breadcrumb a"),
    tags=(".content-article .tags a", ".box-tags a"),
    drop=(
        "#content-detail div.sapo",
        "#content-detail .relates",
        "#content-detail .topics",
        "#content-detail .social",
        "#content-detail .print_page",
        "#content-detail .block-news-list",
        "#content-detail .ads-zone-group",
    ),
    probe="#content-detail, .content-article .detail",
)

FAMILY = Family(
    name="mediatech",
    markers=(
        "meta[name=theme_path][content*='/themes/frontend/']",
        "link[href*='/themes/frontend/']",
        ".page-info #article-id",
        ".content-article #content-detail",
    ),
    layouts=(MEDIATECH,),
    article_url=r"-\d{4,}\.html$",
)
