"""CSS selectors, compiled once, and answered fast: a page's classes and ids are gathered once and asked first."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import cssselect
from cssselect import HTMLTranslator, SelectorError
from cssselect import parser as css
from cssselect.xpath import XPathExpr
from lxml import etree

from parsers.class_names import Names, Needs, xpath
from parsers.tree import Element, search

_PLAIN_WORD = re.compile(r"[A-Za-z0-9_/.:-]+")  # anything else may be written as an entity in the page
_FEW = 8  # elements that are looked into one by one


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
            step = (
                f"descendant::{tags[0]}" if len(tags) == 1 else f"({' | '.join(f'descendant::{tag}' for tag in tags)})"
            )
            return search(xpath(f"{step}[{self.test.removeprefix('*[')}"), root)
        return search(xpath(f"descendant::{self.test}"), root)


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
                expression = xpath(f"descendant::{compound.test}")
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
        return xpath.add_condition("not(preceding-sibling::*[1])")

    def xpath_last_child_pseudo(self, xpath: XPathExpr) -> XPathExpr:
        return xpath.add_condition("not(following-sibling::*[1])")


def _chain(tree: css.Tree) -> Chain:
    needs, rest = _needs(tree), []
    while isinstance(tree, css.CombinedSelector):
        rest.append((tree.combinator, _compound(tree.subselector)))
        tree = tree.selector
    return Chain(needs, _compound(tree), tuple(reversed(rest)))


def _compound(tree: css.Tree) -> Compound:
    test = str(_Translator().xpath(tree))
    xpath(f"descendant::{test}")
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
    return Needs(tuple(sorted(classes)), tuple(sorted(ids)), tuple(sorted(words)))


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
