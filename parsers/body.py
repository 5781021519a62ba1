"""The paragraphs of a body container, in their order, whether the page marks them with <p> or not."""

from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from parsers.element_text import BLOCKS, SILENT, has_text, is_hidden, plain_text
from parsers.text import clean
from parsers.tree import Element

_LEAVES = frozenset(
    {"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "dt", "dd", "pre", "figcaption", "caption"}
)
_WRAPPERS = 30  # nested blocks round the text, at most, that count as its wrapping
_NOWHERE: Element = etree.Element("p")


def paragraphs(container: Element, skip: Set[Element]) -> list[str]:
    """Return the paragraphs of a container without `skip`, as clean texts.

    Block elements part paragraphs, and so do sub-headings, list items and table rows (the cells of a row are joined
    by a space; a table with one cell to a row is layout, not data). `<br>` ends a paragraph only where the text
    stands in no block of its own; elsewhere it separates words.
    """
    walk = _Walk(container=container, skip=skip, place=container, parts=[container.text or ""])
    stack: list[tuple[Element, Iterator[Element], Element]] = [(container, iter(container), container)]
    while True:
        element, children, outer = stack[-1]
        child = next(children, None)
        if child is not None:
            before = walk.place
            if walk.enter(child):
                stack.append((child, iter(child), before))
            continue
        stack.pop()
        if not stack:
            walk.flush()
            return walk.found
        walk.leave(element, outer)


@dataclass(slots=True)
class _Walk:
    """What has been gathered so far on the way through a container."""

    container: Element
    skip: Set[Element]
    place: Element  # the block the text stands in
    parts: list[str]
    flow: Element | None = None  # the block whose `<br>` end paragraphs, once there is one to ask for
    row: Element | None = None  # the data row being joined, if any
    found: list[str] = field(default_factory=list)

    def enter(self, child: Element) -> bool:
        """Take in the start of an element; say whether to go inside."""
        tag, skipped = child.tag, child in self.skip
        if skipped or tag in SILENT or is_hidden(child):
            if skipped:
                self._part(tag in BLOCKS)
            self.parts.append(child.tail or "")
            return False
        if tag in BLOCKS:
            if self.row is None:
                if self.parts:
                    self.flush()
                if (text := plain_text(child, self.skip)) is not None:
                    self._whole(child, text)
                    return False
                self.place = child
                if tag == "tr" and _is_data(child):
                    self.row = child
            else:
                self.parts.append(" ")
        elif tag == "br":
            self._part(self.row is None and self._is_in_flow())
        self.parts.append(child.text or "")
        return True

    def _whole(self, block: Element, text: str) -> None:
        """Take in a block that is one paragraph, as most are: without walking through it."""
        if not text.isspace() and (text := clean(text)):
            self.found.append(text)
        tail = block.tail
        if tail and not tail.isspace():  # a paragraph begins here, and white space before it is nothing
            self.parts.append(tail)

    def leave(self, element: Element, outer: Element) -> None:
        """Take in the end of an element."""
        if element is self.row:
            self.row = None
        if element.tag in BLOCKS:
            self._part(True)
            self.place = outer
        self.parts.append(element.tail or "")

    def _is_in_flow(self) -> bool:
        if self.flow is None:
            self.flow = _flow(self.container, self.skip)
        return self.place is self.flow and self.flow.tag not in _LEAVES

    def _part(self, ends_paragraph: bool) -> None:
        if ends_paragraph and self.row is None:
            self.flush()
        else:
            self.parts.append(" ")

    def flush(self) -> None:
        """End the paragraph."""
        if not self.parts:
            return
        raw = "".join(self.parts)
        self.parts.clear()
        if raw and not raw.isspace() and (text := clean(raw)):
            self.found.append(text)


def _flow(container: Element, skip: Set[Element]) -> Element:
    """Return the block whose `<br>` end paragraphs: the container, or the one wrapper that holds all its text.

    When the text stands in several blocks of its own, no `<br>` does, and an element that is none is returned: a
    leaf, which never counts.
    """
    flow = container
    for _ in range(_WRAPPERS):
        blocks = (child for child in flow if child.tag in BLOCKS and child not in skip and not is_hidden(child))
        inner = list(islice((child for child in blocks if has_text(child, skip)), 2))
        if not inner:
            return flow
        if len(inner) > 1 or inner[0].tag in _LEAVES or _has_own_text(flow, skip):
            return inner[0] if inner[0].tag in _LEAVES else _NOWHERE
        flow = inner[0]
    return _NOWHERE


def _has_own_text(block: Element, skip: Set[Element]) -> bool:
    """Say whether text stands in a block but in none of its block children."""
    return has_text(block, skip | {child for child in block if child.tag in BLOCKS})


def _is_data(row: Element) -> bool:
    """Tell a row of data from a row of a table used for layout: data has two cells with text, and no table inside."""
    if row.find(".//table") is not None:  # asked first: tables nest deep
        return False
    cells = (cell for cell in row if cell.tag in ("td", "th") and has_text(cell))
    return len(list(islice(cells, 2))) > 1
