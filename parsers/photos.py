"""Photos and their captions. Three values say where a design puts a caption: in_figures, in_tables, in_paragraphs.

Each is asked for one photo inside the body container and answers with the elements that hold its caption.
Those elements then belong to the photo and leave the body.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from parsers.captions import split_credit
from parsers.page import BLOCKS, Element, Page, compile_selector, is_hidden, raw_text, text_of

_LONGEST = (
    700  # characters; the longest caption of the pages known is 312 (2026-11), a paragraph taken for one is worse
)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_CAPTION_CLASS = re.compile(
    r"caption|chu-?thich|image_?desc|photo_?desc|img_?desc|note-image|(?:^|[\s_-])center", re.IGNORECASE
)
_LAZY = ("data-src", "data-original", "data-lazy-src", "data-lazy", "data-image", "data-url")
_FURNITURE = re.compile(
    r"(?:^data:|grey\.gif|blank\.(?:gif|png)|spacer\.|pixel\.|loading\.|placeholder|/emoticons?/|/smileys?/|/icons?/|icon[-_.])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class CaptionFound:
    """The elements that hold a caption, and how many photos before them share it is for the engine to see."""

    elements: tuple[Element, ...]
    exclude: frozenset[Element] = frozenset()


@dataclass(frozen=True, slots=True)
class InFigures:
    """The caption is `caption` inside the `figure` round the photo."""

    caption: str = "figcaption"
    figure: str = "figure"

    def find(self, page: Page, image: Element, container: Element) -> CaptionFound | None:
        """Return the caption of this photo, or None."""
        figures = set(page.select(self.figure, container))
        for parent in _ancestors(image, container):
            if parent in figures:
                return (
                    CaptionFound(tuple(page.select(self.caption, parent)))
                    if page.select(self.caption, parent)
                    else None
                )
        return None


@dataclass(frozen=True, slots=True)
class InTables:
    """The photo is in a table made for it; the caption is in the row below, or in the same cell."""

    def find(self, page: Page, image: Element, container: Element) -> CaptionFound | None:
        """Return the caption of this photo, or None."""
        cell = next((one for one in _ancestors(image, container) if one.tag in ("td", "th")), None)
        table = next((one for one in _ancestors(image, container) if one.tag == "table"), None)
        if cell is None or table is None:
            return None
        row = cell.getparent()
        if row is None or row.tag != "tr" or not _made_for_photos(table):
            return None
        if text_of(cell):
            return CaptionFound((cell,))
        column = [one for one in row if one.tag in ("td", "th")].index(cell)
        below = row.getnext()
        while below is not None and below.tag == "tr":
            cells = [one for one in below if one.tag in ("td", "th")]
            if below.find(".//img") is None and any(text_of(one) for one in cells):
                same = (
                    cells[column]
                    if column < len(cells) and text_of(cells[column])
                    else next(one for one in cells if text_of(one))
                )
                return CaptionFound((same,))
            if below.find(".//img") is not None:
                return None
            below = below.getnext()
        caption = table.find("caption")
        return CaptionFound((caption,)) if caption is not None and text_of(caption) else None


@dataclass(frozen=True, slots=True)
class InParagraphs:
    """The caption is the paragraph after the photo's, if it is centred or if all its text is inside one of `marks`.

    The same holds for text in the photo's own paragraph, below it.
    """

    marks: tuple[str, ...] = ()

    def find(self, page: Page, image: Element, container: Element) -> CaptionFound | None:
        """Return the caption of this photo, or None."""
        block = _block_of(image, container)
        if block is container:
            return None
        if text_of(block):
            return CaptionFound((block,)) if self._is_caption(page, block) else None
        while block is not container:
            following = _next_with_content(block)
            if following is not None:
                fits = following.find(".//img") is None and following.tag not in ("table", "ul", "ol", "h1", "h2", "h3")
                return CaptionFound((following,)) if fits and self._is_caption(page, following) else None
            if block.tail and block.tail.strip():
                return None
            parent = block.getparent()
            if parent is None:
                return None
            block = parent
        return None

    def _is_caption(self, page: Page, block: Element) -> bool:
        text = text_of(block)
        if not text or len(text) > _LONGEST:
            return False
        if _is_centred(block):
            return True
        marked: set[Element] = set()
        for mark in self.marks:
            marked.update(page.select(mark, block))
        return bool(marked) and not text_of(block, marked)


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


def address_of(image: Element) -> str | None:
    """Return the address of the picture itself, whichever attribute a lazy loader keeps it in; None for furniture."""
    source = (image.get("src") or "").strip()
    if not source or _FURNITURE.search(source):
        for name in _LAZY:
            lazy = (image.get(name) or "").strip()
            if lazy and not lazy.startswith("data:"):
                return lazy
        choices = (image.get("data-srcset") or image.get("srcset") or "").split(",")[0].split()
        if choices and not choices[0].startswith("data:"):
            return choices[0]
        return None
    return source


def images(container: Element, skip: set[Element]) -> Iterator[Element]:
    """Yield the pictures in the container that are content: not skipped, not hidden, not tiny."""
    for image in container.iter("img"):
        if any(
            one in skip or one.tag == "noscript" or is_hidden(one) for one in _ancestors(image, container, itself=True)
        ):
            continue
        if _pixels(image, "width") <= 32 and _pixels(image, "height") <= 32:
            continue
        if address_of(image):
            yield image


def caption_and_credit(found: CaptionFound) -> tuple[str | None, str | None, str]:
    """Return caption, credit and raw text of what a caption value found."""
    raw = " ".join(raw_text(element) for element in found.elements)
    caption, credit = split_credit(raw)
    return caption, credit, raw


def _pixels(image: Element, name: str) -> int:
    digits = re.match(r"\d+", image.get(name) or "")
    return int(digits[0]) if digits else 10_000


def _ancestors(element: Element, container: Element, *, itself: bool = False) -> Iterator[Element]:
    """Yield the elements round one, innermost first, below the container."""
    current: Element | None = element if itself else element.getparent()
    while current is not None and current is not container:
        yield current
        current = current.getparent()


def _block_of(image: Element, container: Element) -> Element:
    for parent in _ancestors(image, container):
        if parent.tag in BLOCKS:
            return parent
    return container


def _next_with_content(block: Element) -> Element | None:
    """Return the next sibling that holds text or a picture; text between them ends the search."""
    if block.tail and block.tail.strip():
        return None
    following = block.getnext()
    while following is not None:
        if text_of(following) or following.find(".//img") is not None:
            return following
        if following.tail and following.tail.strip():
            return None
        following = following.getnext()
    return None


def _is_centred(block: Element) -> bool:
    while True:
        style, align = block.get("style") or "", (block.get("align") or "").lower()
        if _CENTRED.search(style) or align == "center" or _CAPTION_CLASS.search(block.get("class") or ""):
            return True
        inner = [child for child in block if text_of(child)]
        if (block.text and block.text.strip()) or len(inner) != 1 or inner[0].tail and inner[0].tail.strip():
            return False
        block = inner[0]


def _made_for_photos(table: Element) -> bool:
    """Tell a photo with its caption from a table that lays out the whole page: the former holds little text."""
    pictures = sum(1 for _ in table.iter("img"))
    return len(text_of(table)) <= _LONGEST * pictures
