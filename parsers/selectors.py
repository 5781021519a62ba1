"""CSS selectors, compiled once, and answered fast: a page's classes and ids are gathered once and asked first."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import cssselect
from cssselect import HTMLTranslator, SelectorError
from cssselect import parser as css
from lxml import etree

from parsers.tree import Element, search

_ANYWHERE = "descendant::*["
_PLAIN_WORD = re.compile(r"[A-Za-z0-9_/.:-]+")  # anything else may be written as an entity in the page
# Elements that classes and ids stand on, the likeliest first; for one on another element the whole page is searched.
_MANY = 500  # holders of one class; libxml2 joins the finds for several elements in quadratic time
_USUAL = ("div", "h1", "p", "span", "h2", "section", "article", "td", "table", "ul", "time", "h3", "li", "a", "em")


@dataclass(frozen=True, slots=True)
class Needs:
    """What must be on a page for one alternative of a selector to match: classes, ids, and words of its bytes."""

    classes: frozenset[str]
    ids: frozenset[str]
    words: frozenset[bytes]


@dataclass(frozen=True, slots=True)
class Selector:
    """A CSS selector as XPath, what each of its alternatives needs, and the name it begins with.

    `leading` is the attribute and value of a class or id in the first step, when that step names no element; `alone`
    says that the selector is nothing else.
    """

    expression: str
    compiled: etree.XPath
    needs: tuple[Needs, ...]
    leading: tuple[str, str] | None
    alone: bool

    def select(self, root: Element, names: "Names") -> list[Element]:
        """Return what matches under `root`, in document order; `names` knows the page that `root` belongs to."""
        if not any(map(names.meet, self.needs)):
            return []
        expression = self.compiled
        if self.leading and (holders := names.holders(*self.leading)):
            tags = tuple(sorted({str(element.tag) for element in holders}))
            if self.alone and root is names.root and len(tags) == 1:
                return holders
            expression = _narrowed(self.expression, tags)
        return [element for element in search(expression, root) if isinstance(element, Element)]


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
    translator = HTMLTranslator()
    try:
        parsed = cssselect.parse(selector)
        expression = " | ".join(translator.selector_to_xpath(one, prefix="descendant::") for one in parsed)
        compiled = _xpath(expression)
    except (SelectorError, etree.XPathSyntaxError) as error:
        raise ValueError(f"{selector!r} is no CSS selector: {error}") from error
    trees = [one.parsed_tree for one in parsed]
    begins = len(trees) == 1 and expression.startswith(_ANYWHERE)
    leading = _leading(trees[0]) if begins else None
    alone = leading is not None and isinstance(getattr(trees[0], "selector", None), css.Element)
    return Selector(expression, compiled, tuple(map(_needs, trees)), leading, alone)


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
    """Return the class or id in the first step of a selector."""
    while isinstance(tree, css.CombinedSelector):
        tree = tree.selector
    for part in _parts(tree):
        if isinstance(part, css.Class):
            return "class", part.class_name
        if isinstance(part, css.Hash):
            return "id", part.id
    return None


def _narrowed(expression: str, tags: tuple[str, ...]) -> etree.XPath:
    """Return the XPath with its first step bound to element names: ten times faster than looking at all elements."""
    step = f"descendant::{tags[0]}" if len(tags) == 1 else f"({' | '.join(f'descendant::{tag}' for tag in tags)})"
    return _xpath(f"{step}[{expression.removeprefix(_ANYWHERE)}")
