"""The classes and ids of one page: which there are, and which elements have them."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache

from lxml import etree

from parsers.tree import Element, search

_LONGEST_NAMES = 10_000  # characters of one attribute; what is longer names nothing
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

    @cached_property
    def classes(self) -> dict[str, int]:
        """On how many elements each class stands."""
        return self._counted("class")

    @cached_property
    def ids(self) -> dict[str, int]:
        """On how many elements each id stands."""
        return self._counted("id")

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
            counts = self.classes if attribute == "class" else self.ids
            self._holders[attribute, name] = self._sought(attribute, name, counts.get(name, 0))
        return self._holders[attribute, name]

    def _sought(self, attribute: str, name: str, total: int) -> list[Element] | None:
        if total > _MANY or "'" in name:
            return None
        test = _HAS_CLASS.format(name) if attribute == "class" else f"@id = '{name}'"
        found: list[Element] = []
        for tag in _USUAL:
            found += search(xpath(f"descendant::{tag}[{test}]"), self.root)
            if len(found) >= total:
                return found
        return None

    def _counted(self, attribute: str) -> dict[str, int]:
        counts: dict[str, int] = {}
        # As strings: to make so many elements known to Python would cost as much as to parse them.
        for value, count in Counter(search(_VALUES[attribute], self.root)).items():
            if len(value) > _LONGEST_NAMES:
                continue
            for name in set(value.split()) if attribute == "class" else (value,):
                counts[name] = counts.get(name, 0) + count
        return counts

    def _has_word(self, word: bytes) -> bool:
        if word not in self._words:
            self._words[word] = word in self._data
        return self._words[word]


@lru_cache(maxsize=4096)
def xpath(expression: str) -> etree.XPath:
    """Return an XPath, compiled once."""
    return etree.XPath(expression, smart_strings=False, regexp=False)


_VALUES = {name: xpath(f"descendant::*/@{name}") for name in ("class", "id")}
# The first test is cheap, and most elements fail it.
_HAS_CLASS = "contains(@class, '{0}') and contains(concat(' ', normalize-space(@class), ' '), ' {0} ')"
