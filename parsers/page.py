"""A page while it is being read: its bytes, its text, its tree. Built once, thrown away after."""

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from lxml import etree

from parsers.text import clean, decode

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

    from parsers.layout import Layout

Element = etree._Element

# Nothing inside these is text of the page.
SILENT = frozenset(
    "script style noscript template iframe object embed video audio svg button select option textarea input canvas head".split()
)
BLOCKS = frozenset(
    "address article aside blockquote body center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr li main nav ol p pre section table tbody td tfoot th thead tr ul caption details summary".split()
)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SIMPLE_NAMES = re.compile(r"(?<![\w\[=\"'-])[.#]([A-Za-z_][\w-]*)")


@lru_cache(maxsize=4096)
def compile_selector(selector: str) -> tuple[etree.XPath, tuple[bytes, ...]]:
    """Return a CSS selector as XPath, and the class and id names that must occur in a page for it to match.

    Raises ValueError with the selector in its message when it is no CSS.
    """
    from cssselect import HTMLTranslator, SelectorError

    try:
        expression = HTMLTranslator().css_to_xpath(selector, prefix="descendant::")
        names = () if "," in selector or ":not(" in selector else tuple(_SIMPLE_NAMES.findall(selector))
        return etree.XPath(expression), tuple(name.encode() for name in names)
    except (SelectorError, etree.XPathSyntaxError) as error:
        raise ValueError(f"{selector!r} is no CSS selector: {error}") from error


class Page:
    """One page: address, bytes, decoded text and lxml tree; `soup` is there for hand-written rules.

    `root` is None when the bytes hold no markup at all. `container` is the body container of the layout being
    tried, set by the engine before it asks the other rules; `taken` holds the elements that already belong to a field.
    """

    def __init__(self, url: str, body: bytes, content_type: str | None = None) -> None:
        self.url = url
        self.body = body
        self.text, self.encoding = decode(body, content_type)
        self._bytes = (
            body if self.encoding == "utf-8" and body[:3] != b"\xef\xbb\xbf" else self.text.encode("utf-8", "replace")
        )
        self.root = _parse(self._bytes)
        self.container: Element | None = None
        self.taken: set[Element] = set()

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
            base = urljoin(self.url, declared.get("href", "").strip())
            if urlsplit(base).netloc == urlsplit(self.url).netloc:
                return base
        return self.url

    def select(self, selector: str, scope: Element | None = None) -> list[Element]:
        """Return all elements under `scope` (the whole page if None) that match, in document order."""
        where = self.root if scope is None else scope
        if where is None:
            return []
        xpath, names = compile_selector(selector)
        if any(name not in self._bytes for name in names):
            return []
        found = xpath(where)
        assert isinstance(found, list)
        return [element for element in found if isinstance(element, Element)]

    def first(self, selector: str, scope: Element | None = None) -> Element | None:
        """Return the first element that matches, or None."""
        found = self.select(selector, scope)
        return found[0] if found else None

    def absolute(self, address: str) -> str | None:
        """Return an address from the page as an absolute http(s) one, or None if it is none."""
        address = address.strip()
        if not address or address[0] == "#":
            return None
        if not address.startswith(("http://", "https://")):
            scheme = address.split(":", 1)[0].lower() if ":" in address.split("/", 1)[0] else ""
            if scheme and scheme.isalnum():
                return None
            try:
                address = urljoin(self.base, address)
            except ValueError:
                return None
        return address.replace("\t", "").replace("\n", "").replace("\r", "")

    def layout_matches(self, layout: "Layout") -> bool:
        """Say whether the layout's probe is on the page."""
        return all(self.first(selector) is not None for selector in layout.probe)


def _parse(data: bytes) -> Element | None:
    if b"\0" in data:
        data = data.replace(b"\0", b"")
    if data.count(b"</p>") > data.count(b"<p>") + data.count(b"<p "):
        data = _with_orphans_opened(data)
    # huge_tree lifts libxml2's depth limit of 256, beyond which it would cut the page.
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


_PARAGRAPH_EDGE = re.compile(
    rb"<(?P<p>/?p)(?=[\s>])[^>]*>|</?(?:div|table|tr|td|th|ul|ol|li|dl|h[1-6]|blockquote|section|article|form|body|pre|center)\b",
    re.IGNORECASE,
)


def _with_orphans_opened(data: bytes) -> bytes:
    """Open every `</p>` that closes nothing, as browsers do (HTML §13.2.6.4.7); libxml2 drops it and two paragraphs become one.

    Liferay's editor leaves such closers all through a body (sotttt.hanoi.gov.vn, 2012-2022).
    """
    is_open = False

    def mend(match: re.Match[bytes]) -> bytes:
        nonlocal is_open
        orphan = match["p"] is not None and match["p"][:1] == b"/" and not is_open
        is_open = match["p"] is not None and match["p"][:1] != b"/"
        return b"<p></p>" if orphan else match[0]

    return _PARAGRAPH_EDGE.sub(mend, data)


def is_hidden(element: Element) -> bool:
    """Say whether the markup itself hides the element."""
    style = element.get("style")
    return element.get("hidden") is not None or bool(style and "none" in style and _HIDDEN.search(style))


def pieces(element: Element, skip: set[Element] | frozenset[Element] = frozenset()) -> Iterator[str]:
    """Yield the text pieces of an element in order, a space where `<br>` or a block separates words.

    Leaves out `skip`, silent elements and what the markup hides. Iterative: pages nest 20,000 deep.
    """
    if element in skip or element.tag in SILENT:
        return
    if element.text:
        yield element.text
    stack = [iter(element)]
    open_elements: list[Element] = []
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
            if open_elements:
                closed = open_elements.pop()
                if closed.tag in BLOCKS:
                    yield " "
                if closed.tail:
                    yield closed.tail
            continue
        if child in skip or child.tag in SILENT or is_hidden(child):
            yield " " if child in skip else ""
            if child.tail:
                yield child.tail
            continue
        if child.tag in BLOCKS or child.tag == "br":
            yield " "
        if child.text:
            yield child.text
        stack.append(iter(child))
        open_elements.append(child)


def raw_text(element: Element, skip: set[Element] | frozenset[Element] = frozenset()) -> str:
    """Return the text of an element as it stands, before cleaning."""
    return "".join(pieces(element, skip))


def text_of(element: Element, skip: set[Element] | frozenset[Element] = frozenset()) -> str:
    """Return the clean text of an element."""
    return clean(raw_text(element, skip))
