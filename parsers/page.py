"""A page while it is being read: its bytes, its text, its tree. Built once, thrown away after."""

from functools import cached_property
from typing import TYPE_CHECKING

from parsers.addresses import Place, absolute, joined, place_of
from parsers.addresses import parts_of as parts_of  # also known under this room's oldest name
from parsers.class_names import Names
from parsers.selectors import compile_selector
from parsers.text import decode, is_marked
from parsers.tree import Element, is_cut_off, tree_and_cut, tree_if_utf8

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

    from parsers.layout import Layout


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
