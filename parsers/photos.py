"""Photos and their captions. Three values say where a design puts a caption: in_figures, in_tables, in_paragraphs.

Each is asked for one photo inside the body container and answers with the elements that hold its caption.
Those elements then belong to the photo and leave the body.
"""

import re
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from parsers.captions import split_credit
from parsers.page import BLOCKS, Page, has_text, raw_text, text_of
from parsers.pictures import ancestors
from parsers.selectors import compile_selector
from parsers.tree import Element

_LONGEST = 700  # characters; the longest caption known has 312 (2026-11), and a paragraph taken for one is worse
_BIG, _NEAR = 1000, 30  # elements that a caption has at most; how far it is sought
_CELLS = ("td", "th")
_NO_CAPTION = ("table", "ul", "ol", "h1", "h2", "h3")
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_CAPTION_CLASS = re.compile(
    r"caption|chu-?thich|image_?desc|photo_?desc|img_?desc|note-image|(?:^|[\s_-])center", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class CaptionFound:
    """The elements that hold a caption. Photos of one figure, table or paragraph may share them."""

    elements: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class InFigures:
    """The caption is `caption` inside the `figure` round the photo."""

    caption: str = "figcaption"
    figure: str = "figure"

    def find(self, page: Page, image: Element, container: Element) -> CaptionFound | None:
        """Return the caption of this photo, or None."""
        figures = page.select(self.figure, container)
        if figures:
            for parent in ancestors(image, container):
                if parent in figures:
                    found = page.select(self.caption, parent)
                    return CaptionFound(tuple(found)) if found else None
        return None


@dataclass(frozen=True, slots=True)
class InTables:
    """The photo is in a table made for it; the caption is in the row below, or in the same cell."""

    def find(self, page: Page, image: Element, container: Element) -> CaptionFound | None:
        """Return the caption of this photo, or None."""
        cell = next((one for one in ancestors(image, container) if one.tag in _CELLS), None)
        if cell is None:
            return None
        table = next((one for one in ancestors(cell, container) if one.tag == "table"), None)
        row = cell.getparent()
        if table is None or row is None or row.tag != "tr" or not _made_for_photos(table):
            return None
        if has_text(cell):
            return CaptionFound((cell,))
        below = _row_with_text(row)
        if below is not None:
            return CaptionFound((_same_column(cell, row, below),))
        caption = table.find("caption") if row.getnext() is None else None
        return CaptionFound((caption,)) if caption is not None and has_text(caption) else None


@dataclass(frozen=True, slots=True)
class InParagraphs:
    """The caption is the paragraph after the photo's, if it is centred or if all its text is inside one of `marks`.

    The same holds for text in the photo's own paragraph, below it.
    """

    marks: tuple[str, ...] = ()

    def find(self, page: Page, image: Element, container: Element) -> CaptionFound | None:
        """Return the caption of this photo, or None."""
        blocks = [one for one in ancestors(image, container) if one.tag in BLOCKS]
        if not blocks:
            return None
        if _is_big(blocks[0]) or has_text(blocks[0]):
            return CaptionFound((blocks[0],)) if self._is_caption(page, blocks[0]) else None
        for block in (blocks[0], *ancestors(blocks[0], container)):
            following = _next_with_content(block)
            if following is not None:
                return CaptionFound((following,)) if self._is_caption(page, following, alone=True) else None
            if block.tail and block.tail.strip():
                return None
        return None

    def _is_caption(self, page: Page, block: Element, *, alone: bool = False) -> bool:
        if _is_big(block) or (alone and (block.tag in _NO_CAPTION or _has_picture(block))):
            return False
        text = text_of(block)
        if not text or len(text) > _LONGEST:
            return False
        if _is_centred(block):
            return True
        marked: set[Element] = set()
        for mark in self.marks:
            marked.update(page.select(mark, block))
        return bool(marked) and not has_text(block, marked)


Captions: TypeAlias = InFigures | InTables | InParagraphs


def in_figures(caption: str = "figcaption", figure: str = "figure") -> InFigures:
    """Captions stand in `caption` inside the `figure` round the photo (both CSS selectors)."""
    compile_selector(caption), compile_selector(figure)
    return InFigures(caption, figure)


def in_tables() -> InTables:
    """Captions stand in the row below the photo, in a table made for it."""
    return InTables()


def in_paragraphs(*marks: str) -> InParagraphs:
    """Captions are the next paragraph, if centred; or, with `marks` (CSS selectors), if marked so ("em", "i")."""
    for mark in marks:
        compile_selector(mark)
    return InParagraphs(marks)


def caption_and_credit(found: CaptionFound) -> tuple[str | None, str | None, str]:
    """Return caption, credit and raw text of what a caption value found."""
    raw = " ".join(raw_text(element) for element in found.elements)
    caption, credit = split_credit(raw)
    return caption, credit, raw


def _row_with_text(row: Element) -> Element | None:
    """Return the next row with text, unless one with a picture comes first."""
    for below in row.itersiblings():
        if below.tag != "tr" or _has_picture(below):
            return None
        if any(has_text(cell) for cell in below if cell.tag in _CELLS):
            return below
    return None


def _same_column(cell: Element, row: Element, below: Element) -> Element:
    """Return the cell under a cell; where there is none with text, the first with text."""
    column = [one for one in row if one.tag in _CELLS].index(cell)
    cells = [one for one in below if one.tag in _CELLS]
    if column < len(cells) and has_text(cells[column]):
        return cells[column]
    return next(one for one in cells if has_text(one))


def _next_with_content(block: Element) -> Element | None:
    """Return the next sibling that holds text or a picture; text between them ends the search."""
    for following in islice(block.itersiblings(), _NEAR):
        before = following.getprevious()
        if before is not None and before.tail and before.tail.strip():
            return None
        if _is_big(following) or has_text(following) or following.tag == "img" or _has_picture(following):
            return following
    return None


def _is_centred(block: Element) -> bool:
    for _ in range(_NEAR):
        style, align = block.get("style") or "", (block.get("align") or "").lower()
        if block.tag == "center" or align == "center" or _CENTRED.search(style):
            return True
        if _CAPTION_CLASS.search(block.get("class") or ""):
            return True
        inner = [child for child in block if has_text(child)]
        if (block.text and block.text.strip()) or len(inner) != 1 or (inner[0].tail and inner[0].tail.strip()):
            return False
        block = inner[0]
    return False


def _made_for_photos(table: Element) -> bool:
    """Tell a photo with its caption from a table that lays out the whole page: the former holds little text."""
    if _is_big(table):
        return False
    return len(text_of(table)) <= _LONGEST * sum(1 for _ in table.iter("img"))


def _has_picture(element: Element) -> bool:
    return next(element.iterdescendants("img"), None) is not None


def _is_big(element: Element) -> bool:
    """Say whether an element holds too much to be a caption; asked first, so that no page makes the search slow."""
    return next(islice(element.iter(), _BIG, None), None) is not None
