"""Joomla's article page (com_content): communes, associations, schools and older departments.

Known by its generator tag and its script folders. Source: the public core templates of versions 2.5, 3, 4 and 5. The
photo of the article stands before the text, so the container is `.item-page`, of which photo and text are read.
Joomla has no node for a lede; where the first paragraph is all bold, it serves as one. Version 2.5 puts the text
into `.item-page` itself.
"""

import re
from dataclasses import replace

from parsers.cms.family import Family
from parsers.element_text import text_of
from parsers.layout import Layout
from parsers.names import closing_source, first_bold_paragraph, signature
from parsers.page import Page
from parsers.photos import in_figures, in_paragraphs, in_tables

_WRITTEN_BY = re.compile(r"^(?:viết bởi|được viết bởi|tác giả|written by|by)\s*:?\s*", re.IGNORECASE)


def written_by(page: Page) -> str | None:
    """Rule for the byline: the author of the article's details, without the words before the name."""
    author = page.first(".item-page .createdby")
    return _WRITTEN_BY.sub("", text_of(author)) or None if author is not None else None


JOOMLA = Layout(
    name="joomla",
    # With a page heading the title is the h2 below it.
    title=(
        ".item-page [itemprop=headline]",
        ".item-page .page-header h2",
        ".item-page .page-header h1",
        ".item-page h2",
    ),
    lede=first_bold_paragraph(),
    published=(
        ".item-page .published time::attr(datetime)",
        ".item-page .create time::attr(datetime)",
        ".item-page .published",
        ".item-page .create",
    ),
    body=".item-page",
    photos=(in_figures(), in_figures(".img_caption", ".img_caption"), in_tables(), in_paragraphs("em", "i")),
    byline=(written_by, signature()),
    source=closing_source(),
    section=".item-page .category-name a",
    tags=".item-page .tags a",
    drop=(".item-page > :not([itemprop=articleBody]):not(.com-content-article__body):not(.item-image)",),
    probe=".item-page > [itemprop=articleBody], .item-page > .com-content-article__body",
)

JOOMLA_25 = replace(
    JOOMLA,
    name="joomla-2.5",
    title=(".item-page > h2", ".item-page > h1"),
    published=(".item-page > .article-info .published", ".item-page > .article-info .create"),
    section=".item-page > .article-info .category-name a",
    drop=(
        ".item-page > h1",
        ".item-page > h2",
        ".item-page > .actions",
        ".item-page > .article-info",
        ".item-page > .pagenav",
    ),
    probe=".item-page > .article-info",
)

FAMILY = Family(
    name="joomla",
    markers=(
        "meta[name=generator i][content*=Joomla]",
        "script[src*='/media/jui/js/']",
        "script[src*='/media/system/js/']",
        ".com-content-article",
    ),
    layouts=(JOOMLA, JOOMLA_25),
    article_url=r"/\d+-[\w-]+(?:\.html)?$",
)
