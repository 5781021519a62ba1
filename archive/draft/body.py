"""Guessing the body container of a page: where the running text is."""

import re
from collections import defaultdict
from collections.abc import Iterator

from archive.draft.handles import selector_for
from parsers.element_text import BLOCKS, text_of
from parsers.page import Page
from parsers.tree import Element

_OUTSIDE = frozenset({"nav", "aside", "footer", "header"})
_MARGIN = re.compile(r"foot(?:er|$|[lrb_-])|side-?bar|menu|copyright|comment", re.IGNORECASE)
_HEADINGS = frozenset({"h1", "h2", "h3"})
_LEAST_BLOCK, _LEAST_BODY = 40, 120  # characters; a person has said that the page is an article
_MOST_LINKED = 0.3  # share of a paragraph's text inside links; more is a list of links
_WIDER = 1.25  # a container this much richer in text is taken instead of the one inside it
_ROW, _ROWS = 25, 3  # characters of a link that is a row of a list; rows that make a list
_MOST = 20_000  # elements looked at


def body_of(page: Page, title: Element) -> Element | None:
    """Return the element whose own paragraphs hold the most text, widened while one round it holds much more.

    It never holds the title.
    """
    root = page.root.find("body") if page.root is not None else None
    if root is None:
        return None
    weights: dict[Element, int] = defaultdict(int)
    totals: dict[Element, int] = defaultdict(int)
    for block, length in _prose(root):
        owner = block.getparent() if block.tag in ("p", "li") or block.find("br") is None else block
        if owner is None:
            continue
        weights[owner] += length
        totals[owner] += length
        for ancestor in owner.iterancestors():
            totals[ancestor] += length
    best = max(weights, key=lambda one: weights[one], default=None)
    if best is None or weights[best] < _LEAST_BODY:
        return None
    around = set(title.iterancestors())
    while (parent := best.getparent()) is not None and parent not in around and parent is not root:
        if totals[parent] < totals[best] * _WIDER and selector_for(page, best) is not None:
            break
        best = parent
    return best


def _prose(root: Element) -> Iterator[tuple[Element, int]]:
    """Yield the innermost blocks that hold running text, with its length; furniture and lists of links left out."""
    for number, block in enumerate(root.iter("*")):
        if number > _MOST:
            return
        if (
            block.tag not in BLOCKS
            or block.tag in _HEADINGS
            or any(one.tag in BLOCKS for one in block.iterdescendants())
        ):
            continue
        length = len(text_of(block))
        if length < _LEAST_BLOCK or in_margin(block):
            continue
        if sum(len(text_of(link)) for link in block.iter("a")) <= length * _MOST_LINKED:
            yield block, length


def is_list(page: Page, body: str) -> bool:
    """Say whether what was taken for a body is a list of articles: its blocks are links more often than prose."""
    container = page.first(body)
    if container is None:
        return False
    links = sum(1 for one in container.iter("a") if len(text_of(one)) > _ROW and _is_heading(one))
    return links >= _ROWS and links * 2 >= sum(1 for one in _prose(container))


def in_margin(element: Element) -> bool:
    """Say whether an element stands in a header, footer, menu or side bar, by tag or by name."""
    return any(
        one.tag in _OUTSIDE or _MARGIN.search(f"{one.get('class') or ''} {one.get('id') or ''}")
        for one in element.iterancestors()
        if one.tag not in ("body", "html", "form")
    )


def _is_heading(link: Element) -> bool:
    """Say whether a link is all the text of the block it stands in."""
    block = next((one for one in link.iterancestors() if one.tag in BLOCKS), None)
    return block is not None and len(text_of(block)) <= len(text_of(link)) + 30
