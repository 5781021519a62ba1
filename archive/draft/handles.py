"""From an element to a CSS selector that finds it again on the next page of the same design."""

import re
from collections.abc import Iterator

from parsers.page import Page
from parsers.tree import Element

_NAME = re.compile(r"[A-Za-z_][\w-]*", re.ASCII)
_NUMBERED = re.compile(r"\d{3}")  # post-12345: the name of this page, not of the design
_CONTROL = re.compile(r"(?:^|_)ctl\d+_")  # ASP.NET names controls by their place on the page
_ANYTHING = re.compile(
    r"^(?:active|clearfix|row|container(?:-fluid)?|wrap(?:per)?|left|right|first|last|col(?:-\w+)*|d-\w+|[mp][tblrxy]?-\d"
    r"|[wh]-\w+|text-\w+|float-\w+|pull-\w+|hidden|show|fade|in|odd|even|bold|lazy\w*|ng-\w+)$"
)
_TELLING_TAGS = frozenset({"h1", "h2", "time", "article", "main"})
_MOST_STEPS = 8  # ancestors that may lend a name


def selector_for(page: Page, element: Element) -> str | None:
    """Return a selector that matches this element alone, else one that matches it first; None if no name leads to it.

    Tried from the shortest: the element's own id, class or telling tag, then these below a named ancestor.
    """
    candidates = list(_candidates(element))
    found = ((candidate, page.select(candidate)) for candidate in candidates)
    firsts = []
    for candidate, matches in found:
        if matches == [element]:
            return candidate
        if matches and matches[0] is element:
            firsts.append(candidate)
    return firsts[0] if firsts else None


def names_of(element: Element) -> Iterator[str]:
    """Yield what an element can be called by: its id, its classes, those with its tag; nothing that numbers one page."""
    identity = (element.get("id") or "").strip()
    if _CONTROL.search(identity):
        ending = identity.rpartition("_")[2]
        if _NAME.fullmatch(ending):
            yield f"[id$={ending}]"
    elif _lasting(identity):
        yield f"#{identity}"
    classes = [name for name in (element.get("class") or "").split() if _lasting(name) and not _ANYTHING.match(name)]
    yield from (f".{name}" for name in classes)
    if len(classes) > 1:
        yield "." + ".".join(classes)
    yield from (f"{element.tag}.{name}" for name in classes)


def _candidates(element: Element) -> Iterator[str]:
    own = list(names_of(element))
    if element.tag == "h1":
        own.sort(key=lambda name: not name.startswith("h1"))  # `h1.title` says more than `.title`
    if element.tag in _TELLING_TAGS:
        own.append(str(element.tag))
    yield from own
    below = own if str(element.tag) in own else [*own, str(element.tag)]
    for step, ancestor in enumerate(element.iterancestors()):
        if step == _MOST_STEPS:
            return
        for name in names_of(ancestor):
            yield from (f"{name} {one}" for one in below)


def _lasting(name: str) -> bool:
    return bool(_NAME.fullmatch(name)) and not _NUMBERED.search(name)
