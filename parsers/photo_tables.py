"""Captions in tables made for a photo: in the row below it, or in its own cell."""

from dataclasses import dataclass

from parsers.captions import CaptionFound, credit_below
from parsers.element_text import has_text, text_of
from parsers.page import Page
from parsers.pictures import LONGEST_CAPTION, ancestors, has_picture, is_big
from parsers.tree import Element

_CELLS = ("td", "th")


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
            return CaptionFound((_same_column(cell, row, below),), credit_below(below))
        caption = table.find("caption") if row.getnext() is None else None
        return CaptionFound((caption,)) if caption is not None and has_text(caption) else None


def _row_with_text(row: Element) -> Element | None:
    """Return the next row with text, unless it has a picture of its own; rows of pictures alone share what is below."""
    for below in row.itersiblings():
        if below.tag != "tr":
            return None
        if any(has_text(cell) for cell in below if cell.tag in _CELLS):
            return None if has_picture(below) else below
    return None


def _same_column(cell: Element, row: Element, below: Element) -> Element:
    """Return the cell under a cell; where there is none with text, the first with text."""
    column = [one for one in row if one.tag in _CELLS].index(cell)
    cells = [one for one in below if one.tag in _CELLS]
    if column < len(cells) and has_text(cells[column]):
        return cells[column]
    return next(one for one in cells if has_text(one))


def _made_for_photos(table: Element) -> bool:
    """Tell a photo with its caption from a table that lays out the whole page: the former holds little text."""
    if is_big(table):
        return False
    return len(text_of(table)) <= LONGEST_CAPTION * sum(1 for _ in table.iter("img"))
