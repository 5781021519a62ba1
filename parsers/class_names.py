"""The classes and ids of one page: which there are, and which elements have them."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice

from lxml import etree

from parsers.tree import Element, search

_LONGEST_NAMES = 10_000  # characters of one attribute; what is longer names nothing
_VERY_MANY = 3000  # elements of one tag with a class, that are remembered
_SPACE = re.compile("[ \t\r\n]+")  # what parts names for XPath's normalize-space()
_MANY = 500  # holders of one class; more are sought by one walk through the page
# Elements that classes and ids stand on, the likeliest first; for one on another element the whole page is searched.
_USUAL = ("div", "h1", "p", "span", "h2", "section", "article", "td", "table", "ul", "time", "h3", "li", "a", "em")


@dataclass(frozen=True, slots=True)
class Needs:
    """What must be on a page for one alternative of a selector to match: classes, ids, and words of its bytes."""

    classes: tuple[str, ...]
    ids: tuple[str, ...]
    words: tuple[bytes, ...]


class Names:
    """The classes and ids of one page, gathered inside libxml2 in one walk for each, when first asked for."""

    def __init__(self, root: Element | None, data: bytes) -> None:
        self.root = root
        self._data = data
        self._words: dict[bytes, bool] = {}
        self._holders: dict[tuple[str, str], list[Element] | None] = {}
        self._bearers: dict[tuple[str, str], list[tuple[Element, str]] | None] = {}

    @cached_property
    def classes(self) -> dict[str, dict[str, int]]:
        """Each class with the attributes it stands in, as written, and how many elements have each of these."""
        found: dict[str, dict[str, int]] = {}
        for value, count in self._written("class"):
            for name in value.split() if value.isprintable() else _SPACE.split(value):
                found.setdefault(name, {})[value] = count
        return found

    @cached_property
    def ids(self) -> dict[str, dict[str, int]]:
        """The same of each id."""
        return {value: {value: count} for value, count in self._written("id")}

    def _written(self, attribute: str) -> Iterator[tuple[str, int]]:
        # As strings: to make so many elements known to Python would cost as much as to parse them.
        for value, count in Counter(search(_VALUES[attribute], self.root)).items():
            if len(value) <= _LONGEST_NAMES:
                yield value, count

    def meet(self, needs: Needs) -> bool:
        """Say whether the page may hold what a selector needs. Asked for every selector: most of them need a class."""
        for name in needs.classes:
            if name not in self.classes:
                return False
        for name in needs.ids:
            if name not in self.ids:
                return False
        return all(map(self._has_word, needs.words)) if needs.words else True

    def holders(self, attribute: str, name: str) -> list[Element] | None:
        """Return the elements with this class or id, those of one tag in document order.

        None when they are many, or on an unusual tag. As it is known how many there are, the search by one tag after
        the other can stop early; a search among all elements takes ten times as long.
        """
        if (attribute, name) not in self._holders:
            written = (self.classes if attribute == "class" else self.ids).get(name, {})
            self._holders[attribute, name] = self._sought(attribute, written)
        return self._holders[attribute, name]

    def _sought(self, attribute: str, written: dict[str, int]) -> list[Element] | None:
        total = sum(written.values())
        if total > _MANY:
            return None
        found: list[Element] = []
        for tag in _USUAL:
            bearers = self._bearing(tag, attribute)
            if bearers is None:
                return None
            found += [element for element, value in bearers if value in written]
            if len(found) >= total:
                return found
        return None

    def _bearing(self, tag: str, attribute: str) -> list[tuple[Element, str]] | None:
        """Return the elements of a tag that have an attribute, with it, or None when they are very many."""
        if (tag, attribute) not in self._bearers:
            elements = self.root.iter(tag) if self.root is not None else ()
            having = ((one, value) for one in elements if (value := one.get(attribute)))
            some = list(islice(having, _VERY_MANY))
            self._bearers[tag, attribute] = some if len(some) < _VERY_MANY else None
        return self._bearers[tag, attribute]

    def _has_word(self, word: bytes) -> bool:
        if word not in self._words:
            self._words[word] = word in self._data
        return self._words[word]


@lru_cache(maxsize=4096)
def xpath(expression: str) -> etree.XPath:
    """Return an XPath, compiled once."""
    return etree.XPath(expression, smart_strings=False, regexp=False)


_VALUES = {name: xpath(f"descendant::*/@{name}") for name in ("class", "id")}
