"""CSS selectors, compiled once, and answered fast: a page's classes and ids are gathered once and asked first."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import cssselect
from cssselect import HTMLTranslator, SelectorError
from cssselect import parser as css
from cssselect.xpath import XPathExpr
from lxml import etree

from parsers.tree import Element, search

_PLAIN_WORD = re.compile(r"[A-Za-z0-9_/.:-]+")  # anything else may be written as an entity in the page
# Elements that classes and ids stand on, the likeliest first; for one on another element the whole page is searched.
_MANY = 500  # holders of one class; more are sought by one walk through the page
_FEW = 8  # elements that are looked into one by one
_USUAL = ("div", "h1", "p", "span", "h2", "section", "article", "td", "table", "ul", "time", "h3", "li", "a", "em")


@dataclass(frozen=True, slots=True)
class Needs:
    """What must be on a page for one alternative of a selector to match: classes, ids, and words of its bytes."""

    classes: frozenset[str]
    ids: frozenset[str]
    words: frozenset[bytes]


@dataclass(frozen=True, slots=True)
class Compound:
    """What one element of a selector must be: `li.next`, `:not(.b)`, `div:has(> p)`.

    `test` is its XPath without an axis. `leading` is the attribute and value of a class or id in it, when it names no
    element; `alone` says that it is nothing else.
    """

    test: str
    leading: tuple[str, str] | None
    alone: bool

    def under(self, root: Element, names: "Names") -> list[Element]:
        """Return the elements under `root` that are such, in document order."""
        if self.leading and (holders := names.holders(*self.leading)):
            tags = tuple(sorted({str(element.tag) for element in holders}))
            if self.alone and root is names.root and len(tags) == 1:
                return holders
            # Bound to element names: ten times faster than looking at all elements.
            step = f"descendant::{tags[0]}" if len(tags) == 1 else f"({' | '.join(f'descendant::{tag}' for tag in tags)})"
            return search(_xpath(f"{step}[{self.test.removeprefix('*[')}"), root)
        return search(_xpath(f"descendant::{self.test}"), root)


@dataclass(frozen=True, slots=True)
class Chain:
    """One alternative of a selector: what a page must hold for it, the first compound, the others with combinators."""

    needs: Needs
    first: Compound
    rest: tuple[tuple[str, Compound], ...]

    def select(self, root: Element, names: "Names") -> list[Element]:
        """Return what matches under `root`, in document order, in time that grows with the page and not faster.

        Step by step from the left. From a few elements libxml2 looks into each; when they are many, all candidates are
        asked for what is round or before them: libxml2 by itself takes quadratic time over elements in one another.
        """
        found = self.first.under(root, names)
        for combinator, compound in self.rest:
            if not found:
                break
            if combinator == " " and len(found) <= _FEW:
                expression = _xpath(f"descendant::{compound.test}")
                below = [element for one in found for element in search(expression, one)]
                found = list(dict.fromkeys(below)) if len(found) > 1 else below
            else:
                fits = _RELATIONS[combinator](root, found)
                found = [element for element in compound.under(root, names) if fits(element)]
        return found


@dataclass(frozen=True, slots=True)
class Selector:
    """A CSS selector: its alternatives."""

    chains: tuple[Chain, ...]

    def select(self, root: Element, names: "Names") -> list[Element]:
        """Return what matches under `root`, in document order; `names` knows the page that `root` belongs to."""
        found: list[list[Element]] = []
        for chain in self.chains:
            if names.meet(chain.needs) and (elements := chain.select(root, names)):
                found.append(elements)
        if len(found) < 2:
            return found[0] if found else []
        wanted = set().union(*found)
        return [element for element in root.iter(*{str(one.tag) for one in wanted}) if element in wanted]


class Names:
    """The classes and ids of one page, gathered inside libxml2 in one walk for each, when first asked for."""

    def __init__(self, root: Element | None, data: bytes) -> None:
        self.root = root
        self._data = data
        self._words: dict[bytes, bool] = {}
        self._counts: dict[str, Counter[str]] = {}
        self._holders: dict[tuple[str, str], list[Element] | None] = {}

    def meet(self, needs: Needs) -> bool:
        """Say whether the page may hold what a selector needs."""
        return (
            (not needs.classes or needs.classes <= self._names("class").keys())
            and (not needs.ids or needs.ids <= self._names("id").keys())
            and all(map(self._has_word, needs.words))
        )

    def holders(self, attribute: str, name: str) -> list[Element] | None:
        """Return the elements with this class or id, those of one tag in document order.

        None when they are many, or on an unusual tag. As it is known how many there are, the search by one tag after
        the other can stop early; a search among all elements takes ten times as long.
        """
        if (attribute, name) not in self._holders:
            self._holders[attribute, name] = self._sought(attribute, name, self._names(attribute)[name])
        return self._holders[attribute, name]

    def _sought(self, attribute: str, name: str, total: int) -> list[Element] | None:
        if total > _MANY or "'" in name:
            return None
        test = _HAS_CLASS.format(name) if attribute == "class" else f"@id = '{name}'"
        found: list[Element] = []
        for tag in _USUAL:
            found += search(_xpath(f"descendant::{tag}[{test}]"), self.root)
            if len(found) >= total:
                return found
        return None

    def _names(self, attribute: str) -> Counter[str]:
        """Return how many elements each class, or id, stands on."""
        counts = self._counts.get(attribute)
        if counts is None:
            counts = self._counts[attribute] = Counter()
            # As strings: to make so many elements known to Python would cost as much as to parse them.
            for value, count in Counter(search(_VALUES[attribute], self.root)).items():
                for name in set(value.split()) if attribute == "class" else (value,):
                    counts[name] += count
        return counts

    def _has_word(self, word: bytes) -> bool:
        if word not in self._words:
            self._words[word] = word in self._data
        return self._words[word]


@lru_cache(maxsize=4096)
def _xpath(expression: str) -> etree.XPath:
    return etree.XPath(expression, smart_strings=False, regexp=False)


_VALUES = {name: _xpath(f"descendant::*/@{name}") for name in ("class", "id")}
# The first test is cheap, and most elements fail it.
_HAS_CLASS = "contains(@class, '{0}') and contains(concat(' ', normalize-space(@class), ' '), ' {0} ')"


@lru_cache(maxsize=4096)
def compile_selector(selector: str) -> Selector:
    """Compile a CSS selector. Raises ValueError with the selector in its message when it is no CSS."""
    try:
        return Selector(tuple(_chain(one.parsed_tree) for one in cssselect.parse(selector)))
    except (SelectorError, etree.XPathSyntaxError) as error:
        raise ValueError(f"{selector!r} is no CSS selector: {error}") from error


class _Translator(HTMLTranslator):
    """cssselect's translator, but for two tests that count all siblings, which takes quadratic time over many."""

    def xpath_first_child_pseudo(self, xpath: XPathExpr) -> XPathExpr:
        return xpath.add_condition("not(preceding-sibling::*)")

    def xpath_last_child_pseudo(self, xpath: XPathExpr) -> XPathExpr:
        return xpath.add_condition("not(following-sibling::*)")


def _chain(tree: css.Tree) -> Chain:
    needs, rest = _needs(tree), []
    while isinstance(tree, css.CombinedSelector):
        rest.append((tree.combinator, _compound(tree.subselector)))
        tree = tree.selector
    return Chain(needs, _compound(tree), tuple(reversed(rest)))


def _compound(tree: css.Tree) -> Compound:
    test = str(_Translator().xpath(tree))
    _xpath(f"descendant::{test}")
    leading = _leading(tree) if test.startswith("*[") else None
    return Compound(test, leading, leading is not None and isinstance(getattr(tree, "selector", None), css.Element))


def _needs(tree: css.Tree) -> Needs:
    classes, ids, words = set(), set(), set()
    for part in _parts(tree):
        if isinstance(part, css.Class):
            classes.add(part.class_name)
        elif isinstance(part, css.Hash):
            ids.add(part.id)
        elif isinstance(part, css.Attrib) and part.operator != "!=" and not getattr(part, "flag", None):
            value = part.value.value if part.value else None
            if value and _PLAIN_WORD.fullmatch(value):
                words.add(value.encode())
    return Needs(frozenset(classes), frozenset(ids), frozenset(words))


def _parts(tree: css.Tree) -> Iterator[css.Tree]:
    """Yield the parts of a selector that a match cannot do without: not what stands inside :not() or :is()."""
    yield tree
    inner = getattr(tree, "selector", None)
    if inner is not None:
        yield from _parts(inner)
    if isinstance(tree, css.CombinedSelector):
        yield from _parts(tree.subselector)


def _leading(tree: css.Tree) -> tuple[str, str] | None:
    """Return a class or id of a compound."""
    for part in _parts(tree):
        if isinstance(part, css.Class):
            return "class", part.class_name
        if isinstance(part, css.Hash):
            return "id", part.id
    return None


Fits: TypeAlias = Callable[[Element], bool]


def _inside(root: Element, around: list[Element]) -> Fits:
    """Return a test for elements inside one of `around`; it remembers what it saw on the way up."""
    known = {root: False}
    wanted = set(around)

    def fits(element: Element) -> bool:
        way: list[Element] = []
        current = element.getparent()
        while current is not None and current not in known and current not in wanted:
            way.append(current)
            current = current.getparent()
        answer = current is not None and (current in wanted or known[current])
        known.update(dict.fromkeys(way, answer))
        return answer

    return fits


def _child_of(_root: Element, parents: list[Element]) -> Fits:
    wanted = set(parents)
    return lambda element: element.getparent() in wanted


def _right_after(_root: Element, before: list[Element]) -> Fits:
    wanted = set(before)
    return lambda element: element.getprevious() in wanted


def _after(_root: Element, before: list[Element]) -> Fits:
    behind: set[Element] = set()
    for element in before:
        if element not in behind:
            behind.update(element.itersiblings())
    return behind.__contains__


_RELATIONS: dict[str, Callable[[Element, list[Element]], Fits]] = {
    " ": _inside,
    ">": _child_of,
    "+": _right_after,
    "~": _after,
}
