"""A page while it is being read: its bytes, its text, its tree. Built once, thrown away after."""

import re
from collections.abc import Iterator, Set
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin, urlsplit

from parsers.selectors import Words, compile_selector
from parsers.text import clean, decode, is_plain_utf8
from parsers.tree import Element, parse_tree

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
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_WEB = ("http", "https")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_PLAIN_PATH = re.compile(r"/(?![/\\])(?!.*(?:/\.|[\\\s]))", re.DOTALL)
_NOTHING: frozenset[Element] = frozenset()


class Page:
    """One page: address, bytes, decoded text and lxml tree; `soup` is there for hand-written rules.

    `root` is None when the bytes hold no markup at all. `container` is the body container of the layout being
    tried, set by the engine before it asks the other rules; `taken` holds the elements that already belong to a field.
    """

    def __init__(self, url: str, body: bytes, content_type: str | None = None) -> None:
        self.url = url
        self.body = body
        self.encoding, data = "utf-8", body
        if not is_plain_utf8(body):
            text, self.encoding = decode(body, content_type)
            data = text.encode("utf-8", "replace")
        self._data = data
        self.root = parse_tree(data)
        self._words = Words(data)
        self.container: Element | None = None
        self.taken: set[Element] = set()
        self._selected: dict[tuple[str, Element | None], list[Element]] = {}

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
        declared = self.first("base[href]")
        if declared is not None:
            base = _joined(self.url, declared.get("href", "").strip())
            if base and parts_of(base).netloc == parts_of(self.url).netloc:
                return base
        return self.url

    @cached_property
    def _origin(self) -> str:
        """`https://host` of the base, or an empty string when it is no web address."""
        parts = parts_of(self.base)
        return f"{parts.scheme}://{parts.netloc}" if parts.scheme in _WEB and parts.netloc else ""

    def select(self, selector: str, scope: Element | None = None) -> list[Element]:
        """Return all elements under `scope` (the whole page if None) that match, in document order."""
        where = self.root if scope is None else scope
        if where is None:
            return []
        found = self._selected.get((selector, scope))
        if found is None:
            found = compile_selector(selector).select(where, self._words)
            self._selected[selector, scope] = found
        return list(found)

    def first(self, selector: str, scope: Element | None = None) -> Element | None:
        """Return the first element that matches, or None."""
        found = self.select(selector, scope)
        return found[0] if found else None

    def absolute(self, address: str) -> str | None:
        """Return an address from the page as an absolute http(s) one, or None if it is none."""
        address = address.strip()
        if not address or address[0] == "#":
            return None
        if self._origin and _PLAIN_PATH.match(address):
            return self._origin + address
        if not address.lower().startswith(("http://", "https://")):
            if _SCHEME.match(address):
                return None
            address = _joined(self.base, address)
        address = address.replace("\t", "").replace("\n", "").replace("\r", "")
        parts = parts_of(address)
        return address if parts.scheme in _WEB and parts.netloc else None

    def layout_matches(self, layout: "Layout") -> bool:
        """Say whether the layout's probe is on the page."""
        return all(self.first(selector) is not None for selector in layout.probe)


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return ""


def parts_of(address: str) -> SplitResult:
    """Return the parts of an address, all of them empty when it cannot be read as one."""
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", "", "", "")


def is_hidden(element: Element) -> bool:
    """Say whether the markup itself hides the element."""
    style = element.get("style")
    return element.get("hidden") is not None or bool(style and "none" in style.lower() and _HIDDEN.search(style))


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


def raw_text(element: Element, skip: Set[Element] = _NOTHING) -> str:
    """Return the text of an element as it stands, before cleaning."""
    return "".join(pieces(element, skip))


def text_of(element: Element, skip: Set[Element] = _NOTHING) -> str:
    """Return the clean text of an element."""
    return clean(raw_text(element, skip))


def has_text(element: Element, skip: Set[Element] = _NOTHING) -> bool:
    """Say whether an element holds any text; quicker than asking for it."""
    return any(piece and not piece.isspace() and clean(piece) for piece in pieces(element, skip))
