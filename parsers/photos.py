"""Photos and their captions. Three values say where a design puts a caption: in_figures, in_tables, in_paragraphs.

Each is asked for one photo inside the body container and answers with the elements that hold its caption.
Those elements then belong to the photo and leave the body.
"""

import re
from dataclasses import dataclass
from itertools import chain, islice
from typing import TypeAlias

from parsers.captions import CaptionFound, credit_below, is_credit
from parsers.element_text import BLOCKS, has_text, text_of
from parsers.page import Page
from parsers.photo_tables import InTables
from parsers.pictures import LONGEST_CAPTION, ancestors, has_picture, is_big
from parsers.selectors import compile_selector
from parsers.tree import Element

_NEAR = 30  # elements after a photo, or inside one another, in which its caption is sought
_NO_CAPTION = ("table", "ul", "ol", "h1", "h2", "h3")
_CAPTION_CLASS = re.compile(
    r"caption|chu-?thich|image_?desc|photo_?desc|img_?desc|note-image|(?:^|[\s_-])center", re.IGNORECASE
)
_PHOTO_BOX = re.compile(r"(?:^|[\s_-])(?:photo|image|img|pic|picture|thumb|anh|hinh|media)(?:$|[\s_-])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class InFigures:
    """The caption is `caption` inside the `figure` round the photo, and the credit `credit`, if that is not empty.

    Where the figure holds text but no `caption`, its text is the caption.
    """

    caption: str = "figcaption"
    figure: str = "figure"
    credit: str = ""

    def find(self, page: Page, image: Element, container: Element) -> CaptionFound | None:
        """Return the caption of this photo, or None."""
        if page.first(self.figure, container) is None:
            return None
        around = next((one for one in ancestors(image, container) if page.matches(one, self.figure, container)), None)
        if around is None or is_big(around):
            return None
        found = page.select(self.caption, around)
        credit = page.select(self.credit, around) if self.credit else []
        if around.tag != "figure" and (is_big(around) or len(text_of(around)) > LONGEST_CAPTION):
            return None  # a box round more than a photo
        if found or credit:
            return CaptionFound(tuple(found), tuple(credit))
        return CaptionFound((around,)) if has_text(around) else None


@dataclass(frozen=True, slots=True)
class InParagraphs:
    """The caption is the paragraph after the photo's, if it is centred, is one of `marks` or holds all its text in them.

    The same holds for text in the photo's own paragraph, below it. Photos in a row, with nothing between them, share the
    caption under the last.
    """

    marks: tuple[str, ...] = ()

    def find(self, page: Page, image: Element, container: Element) -> CaptionFound | None:
        """Return the caption of this photo, or None."""
        own = next((one for one in ancestors(image, container) if one.tag in BLOCKS), None)
        if own is None or is_big(own):
            return None
        if has_text(own):
            if self._is_caption(page, own, text_of(own), container):
                return CaptionFound((own,))
            return self._in_box(page, image, own)
        for block in chain((own,), ancestors(own, container)):
            last = block
            for following in islice(block.itersiblings(), _NEAR):
                if is_big(following) or (last.tail and last.tail.strip()):
                    return None
                if text := text_of(following):
                    return self._below(page, following, text, container)
                last = following  # it is empty, or has only photos, which then share the caption
            if last.tail and last.tail.strip():
                return None
        return None

    def _below(self, page: Page, block: Element, text: str, container: Element) -> CaptionFound | None:
        """Return what the first text after the photo is: its credit alone, its caption, or neither."""
        if block.tag in _NO_CAPTION or has_picture(block):
            return None
        if is_credit(text):
            return CaptionFound((), (block,))
        return CaptionFound((block,), credit_below(block)) if self._is_caption(page, block, text, container) else None

    def _in_box(self, page: Page, image: Element, box: Element) -> CaptionFound | None:
        """Return the caption that is a block of its own below the photo, in a box that holds only the two of them."""
        step = next((one for one in chain((image,), image.iterancestors()) if one.getparent() is box), None)
        below = _next_with_content(step) if step is not None else None
        if below is None or below.tag not in BLOCKS or has_picture(below) or len(text_of(box)) > LONGEST_CAPTION:
            return None
        named = _PHOTO_BOX.search(box.get("class") or "")
        if not named and not self._is_caption(page, below, text_of(below), box):
            return None
        return CaptionFound((below,), credit_below(below))

    def _is_caption(self, page: Page, block: Element, text: str, container: Element) -> bool:
        if not text or len(text) > LONGEST_CAPTION:
            return False
        if _is_centred(block):
            return True
        marked: set[Element] = set()
        for mark in self.marks:
            if page.matches(block, mark, container):
                return True
            marked.update(page.select(mark, block))
        return bool(marked) and not has_text(block, marked)


Captions: TypeAlias = InFigures | InTables | InParagraphs


def in_figures(caption: str = "figcaption", figure: str = "figure", credit: str = "") -> InFigures:
    """Captions stand in `caption` inside the `figure` round the photo, credits in `credit` there (CSS selectors)."""
    for selector in (caption, figure, credit):
        if selector:
            compile_selector(selector)
    return InFigures(caption, figure, credit)


def in_tables() -> InTables:
    """Captions stand in the row below the photo, in a table made for it."""
    return InTables()


def in_paragraphs(*marks: str) -> InParagraphs:
    """Captions are the next paragraph, if centred; or, with `marks` (CSS selectors), if marked so ("em", "p.note")."""
    for mark in marks:
        compile_selector(mark)
    return InParagraphs(marks)


def _next_with_content(block: Element) -> Element | None:
    """Return the next sibling that holds text or a picture; text between them ends the search."""
    for following in islice(block.itersiblings(), _NEAR):
        before = following.getprevious()
        if before is not None and before.tail and before.tail.strip():
            return None
        if following.tag == "img" or is_big(following) or has_text(following) or has_picture(following):
            return following
    return None


def _is_centred(block: Element) -> bool:
    for _ in range(_NEAR):
        style, names = block.get("style"), block.get("class")
        if block.tag == "center" or (block.get("align") or "").lower() == "center":
            return True
        if style and "text-align:center" in style.replace(" ", "").lower():
            return True
        if names and _CAPTION_CLASS.search(names):
            return True
        inner = [child for child in block if has_text(child)]
        if (block.text and block.text.strip()) or len(inner) != 1 or (inner[0].tail and inner[0].tail.strip()):
            return False
        block = inner[0]
    return False
