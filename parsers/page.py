"""A page while it is being read: its bytes, its text, its tree. Built once, thrown away after."""

import re
from collections.abc import Iterator, Set
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING

from lxml import etree

from parsers.addresses import Place, absolute, joined, place_of
from parsers.addresses import parts_of as parts_of  # also known under this room's oldest name
from parsers.class_names import Names
from parsers.selectors import compile_selector
from parsers.text import clean, decode, is_marked
from parsers.tree import Element, is_cut_off, search, tree_and_cut, tree_if_utf8

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

    from parsers.layout import Layout

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


class Page:
    """One page: address, bytes, decoded text and lxml tree; `soup` is there for hand-written rules.

    `root` is None when the bytes hold no markup at all; `is_cut` says that they nest deeper than can be read.
    `container` is the body container of the layout being tried, `title` its title and `heading` the element that holds
    it (None for a `<meta>`), set by the engine before it asks the other rules; `taken` holds the elements that already
    belong to a field.
    """

    def __init__(self, url: str, body: bytes, content_type: str | None = None) -> None:
        self.url = url
        self.body = body
        self.encoding, self._data = "utf-8", body
        read = None if is_marked(body) else tree_if_utf8(body)
        if read is None:
            text, self.encoding = decode(body, content_type)
            self._data = text.encode("utf-8", "replace")
            read = tree_and_cut(self._data)
        self.root, self.is_cut = read
        self._names = Names(self.root, self._data)
        self.container: Element | None = None
        self.title: str | None = None
        self.heading: Element | None = None
        self.taken: set[Element] = set()
        self._selected: dict[tuple[str, Element | None], list[Element]] = {}
        self._absolute: dict[str, str | None] = {}
        self._sets: dict[tuple[str, Element], frozenset[Element]] = {}

    @property
    def is_cut_off(self) -> bool:
        """Say whether the bytes end too soon."""
        return is_cut_off(self._data)

    @cached_property
    def text(self) -> str:
        """The markup as text."""
        return self._data.decode("utf-8", "replace")

    @cached_property
    def soup(self) -> "BeautifulSoup":
        """The page as BeautifulSoup. Costs about ten times the lxml parse: for rules that need it."""
        from bs4 import BeautifulSoup

        return BeautifulSoup(self.text, "lxml")

    @cached_property
    def base(self) -> str:
        """The address that relative links are relative to: `<base href>` on the same host, else the page's own.

        One paper (baodongkhoi.vn, 2026) emits a base on another host; browsers obey it, but its links then break.
        """
        # Not by a selector: libxml2 knows at once that a page has no such element, XPath walks through all of it.
        bases = self.root.iter("base") if self.root is not None else ()
        declared = next((href for one in bases if (href := one.get("href")) is not None), None)
        if declared is not None:
            base = joined(self.url, declared.strip())
            if base and parts_of(base).netloc == parts_of(self.url).netloc:
                return base
        return self.url

    @cached_property
    def _place(self) -> Place:
        return place_of(self.base)

    @property
    def origin(self) -> str:
        """`https://host` of the base, to be put before an address from the root; empty where that would not do."""
        return self._place.origin

    def select(self, selector: str, scope: Element | None = None) -> list[Element]:
        """Return all elements under `scope` (the whole page if None) that match, in document order."""
        return list(self._all(selector, scope))

    def _all(self, selector: str, scope: Element | None) -> list[Element]:
        found = self._selected.get((selector, scope))
        if found is None:
            where = self.root if scope is None else scope
            found = compile_selector(selector).select(where, self._names) if where is not None else []
            self._selected[selector, scope] = found
        return found

    def matches(self, element: Element, selector: str, scope: Element) -> bool:
        """Say whether an element is among those under `scope` that match; for asking about many elements."""
        found = self._sets.get((selector, scope))
        if found is None:
            found = self._sets[selector, scope] = frozenset(self._all(selector, scope))
        return element in found

    def first(self, selector: str, scope: Element | None = None) -> Element | None:
        """Return the first element that matches, or None."""
        found = self._all(selector, scope)
        return found[0] if found else None

    def absolute(self, address: str) -> str | None:
        """Return an address from the page as an absolute http(s) one, or None if it is none."""
        if address not in self._absolute:
            self._absolute[address] = absolute(self._place, address)
        return self._absolute[address]

    def layout_matches(self, layout: "Layout") -> bool:
        """Say whether the layout's probe is on the page."""
        return all(self.first(selector) is not None for selector in layout.probe)


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
