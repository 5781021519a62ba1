"""The text of an element, as a reader sees it: without scripts and what is hidden, words parted where blocks part them."""

import re
from collections.abc import Iterator, Set
from itertools import takewhile

from lxml import etree

from parsers.text import clean
from parsers.tree import Element, search

_SILENT = (
    "script style noscript template iframe object embed video audio svg button select option textarea input canvas head"
)
_BLOCKS = (
    "address article aside blockquote body center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 "
    "h6 header hr li main nav ol p pre section table tbody td tfoot th thead tr ul caption details summary"
)
SILENT = frozenset(_SILENT.split())  # nothing inside these is text of the page
BLOCKS = frozenset(_BLOCKS.split())
_PARTING = BLOCKS | {"br"}  # these separate words
_NOT_PLAIN = _PARTING | SILENT
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
# Attributes, not the elements round them: libxml2 needs quadratic time to tell which of those it has already.
_MAY_HIDE = (
    etree.XPath("descendant::*/@style[contains(translate(., 'NOE', 'noe'), 'none')]", smart_strings=True),
    etree.XPath("descendant::*/@hidden", smart_strings=True),
)
_NOTHING: frozenset[Element] = frozenset()


def is_hidden(element: Element) -> bool:
    """Say whether the markup itself hides the element."""
    style = element.get("style")
    if style and "none" in style.lower() and _HIDDEN.search(style):
        return True
    return element.get("hidden") is not None


def plain_text(element: Element, skip: Set[Element] = _NOTHING) -> str | None:
    """Return the text of an element in which nothing parts, hides or skips words; None where `pieces` must look.

    libxml2 gives it in one call; most paragraphs are such.
    """
    if not len(element):
        return element.text or ""
    for one in element.iterdescendants():
        if one.tag in _NOT_PLAIN or one in skip or (one.attrib and is_hidden(one)):
            return None
    return etree.tostring(element, method="text", encoding="unicode", with_tail=False)


def pieces(element: Element, skip: Set[Element] = _NOTHING) -> Iterator[str]:
    """Yield the text pieces of an element in order, a space where `<br>` or a block separates words.

    Leaves out `skip` (among its descendants), silent elements and what the markup hides. Iterative: pages nest
    20,000 deep.
    """
    if element.tag in SILENT:
        return
    if element.text:
        yield element.text
    stack = [(element, iter(element))]
    while stack:
        around, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            if stack:
                yield (" " if around.tag in BLOCKS else "") + (around.tail or "")
        elif child in skip:
            yield f" {child.tail or ''}"
        elif child.tag in SILENT or is_hidden(child):
            yield child.tail or ""
        else:
            yield (" " if child.tag in _PARTING else "") + (child.text or "")
            stack.append((child, iter(child)))


def shown(element: Element) -> Iterator[str]:
    """Yield the text pieces of an element in order, but not what silent elements in it hold and what the markup hides.

    Most elements have no such thing inside: libxml2 gives their pieces, and there is a walk only round the others.
    """
    if element.tag in SILENT:
        return
    shut = set(element.iter(*SILENT))
    holders = (attribute.getparent() for may_hide in _MAY_HIDE for attribute in search(may_hide, element))
    shut.update(filter(is_hidden, holders))
    around: set[Element] = set()
    for one in shut:
        around.update(takewhile(lambda outer: outer not in around, one.iterancestors()))
    if not around:
        yield from _texts(element)
        return
    yield element.text or ""
    stack = [(element, iter(element))]
    while stack:
        child = next(stack[-1][1], None)
        if child is None:
            child = stack.pop()[0]
        elif child in around and child not in shut:
            yield child.text or ""
            stack.append((child, iter(child)))
            continue
        elif child not in shut:
            yield from _texts(child)
        if stack:
            yield child.tail or ""


def _texts(element: Element) -> Iterator[str]:
    return element.itertext()  # type: ignore[return-value]  # as text: bytes came out in Python 2


def raw_text(element: Element, skip: Set[Element] = _NOTHING) -> str:
    """Return the text of an element as it stands, before cleaning."""
    plain = None if element.tag in SILENT else plain_text(element, skip)
    return "".join(pieces(element, skip)) if plain is None else plain


def short_text(element: Element, most: int, skip: Set[Element] = _NOTHING) -> str | None:
    """Return the clean text of an element, or None where it is longer than `most` characters; costs no more than that."""
    found: list[str] = []
    length = 0
    for piece in pieces(element, skip):
        found.append(piece)
        length += len(piece)
        if length > most * 4:  # white space is about half of most markup
            return None
    text = clean("".join(found))
    return text if len(text) <= most else None


def text_of(element: Element, skip: Set[Element] = _NOTHING) -> str:
    """Return the clean text of an element."""
    return clean(raw_text(element, skip))


def has_text(element: Element, skip: Set[Element] = _NOTHING) -> bool:
    """Say whether an element holds any text; quicker than asking for it."""
    if element.tag in SILENT:
        return False
    if element.text and _stays(element.text):
        return True
    if all(not (child.text or child.tail or len(child)) for child in element):
        return False  # nothing inside but pictures
    return any(map(_stays, pieces(element, skip)))


def _stays(piece: str) -> bool:
    """Say whether cleaning leaves anything of a piece of text: a letter or digit stays, else it is tried."""
    return bool(piece) and not piece.isspace() and (piece.lstrip()[0].isalnum() or bool(clean(piece)))
