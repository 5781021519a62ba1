"""The paragraphs of a body container, in their order, whether the page marks them with <p> or not."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from parsers.page import BLOCKS, SILENT, Element, is_hidden, text_of
from parsers.text import clean

_LEAVES = frozenset("p li h1 h2 h3 h4 h5 h6 td th dt dd pre figcaption caption".split())
_NOWHERE: Element = etree.Element("p")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: its clean text, and the innermost block element it stands in (for its alignment)."""

    text: str
    element: Element


def paragraphs(container: Element, skip: set[Element]) -> list[Paragraph]:
    """Return the paragraphs of a container without `skip`.

    Block elements part paragraphs, and so do sub-headings, list items and table rows (the cells of a row are joined
    by a space; a table with one cell to a row is layout, not data). `<br>` ends a paragraph only where the text
    stands in no block of its own; elsewhere it separates words.
    """
    return list(_walk(container, skip, _flow(container, skip)))


def _walk(container: Element, skip: set[Element], flow: Element) -> Iterator[Paragraph]:
    parts: list[str] = [container.text or ""]
    place, row = container, None  # the block the text stands in; the data row being joined, if any

    def flush() -> Iterator[Paragraph]:
        text = clean("".join(parts))
        parts.clear()
        if text:
            yield Paragraph(text, place)

    stack: list[tuple[Element, Iterator[Element], Element]] = [(container, iter(container), container)]
    while stack:
        element, children, outer = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            if element is container:
                break
            if element is row:
                row = None
            if element.tag in BLOCKS:
                if row is None:
                    yield from flush()
                else:
                    parts.append(" ")
                place = outer
            parts.append(element.tail or "")
            continue
        if child in skip or child.tag in SILENT or is_hidden(child):
            if child in skip and child.tag in BLOCKS and row is None:
                yield from flush()
            parts.append(f" {child.tail or ''}" if child in skip else child.tail or "")
            continue
        before = place
        if child.tag in BLOCKS:
            if row is None:
                yield from flush()
                place = child
                if child.tag == "tr" and _is_data(child):
                    row = child
            else:
                parts.append(" ")
        elif child.tag == "br":
            if place is flow and row is None and flow.tag not in _LEAVES:
                yield from flush()
            parts.append(" ")
        parts.append(child.text or "")
        stack.append((child, iter(child), before))
    yield from flush()


def _flow(container: Element, skip: set[Element]) -> Element:
    """Return the block whose `<br>` end paragraphs: the container, or the one wrapper that holds all its text.

    When the text stands in several blocks of its own, no `<br>` does, and an element that is none is returned: a
    leaf, which never counts.
    """
    flow = container
    while True:
        inner = [child for child in flow if child.tag in BLOCKS and child not in skip and text_of(child, skip)]
        if not inner:
            return flow
        if len(inner) > 1 or _own_text(flow, skip) or inner[0].tag in _LEAVES:
            return inner[0] if inner[0].tag in _LEAVES else _NOWHERE
        flow = inner[0]


def _own_text(block: Element, skip: set[Element]) -> str:
    """Return the text that stands in a block but in none of its block children."""
    return text_of(block, skip | {child for child in block if child.tag in BLOCKS})


def _is_data(row: Element) -> bool:
    """Tell a row of data from a row of a table used for layout: data has two cells with text, and no table inside."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    return sum(1 for cell in cells if text_of(cell)) > 1 and row.find(".//table") is None
