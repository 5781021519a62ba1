"""Rules for what stands at the ends of a body rather than in a node of its own: lede, byline, source."""

import re

from parsers.layout import RuleFunction
from parsers.page import BLOCKS, Element, Page, text_of

_RIGHT = re.compile(r"text-align\s*:\s*(?:right|end)", re.IGNORECASE)
_SIGNED = re.compile(
    r"^\(?(?:tin|bài|ảnh|bài viết|thực hiện|tác giả)(?:\s*(?:,|-|–|và|&)\s*(?:tin|bài|ảnh|video))*\s*[:：]",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"^\(?(?:nguồn|nguồn tin|theo)\s*[:：]?\s+\S.{0,60}$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…;:]\W*$")
_NAME = re.compile(
    r"^[A-ZĐÀ-Ỹ][\wÀ-ỹ.]*(?:\s[A-ZĐÀ-Ỹ][\wÀ-ỹ.]*){1,4}(?:\s?[-–,]\s?[A-ZĐÀ-Ỹ][\wÀ-ỹ.]*(?:\s[A-ZĐÀ-Ỹ][\wÀ-ỹ.]*){0,4})?$"
)
_NAME_LENGTH = 60  # characters: "Thu Hà - Minh Quân (Trung tâm Thông tin tỉnh)" fits, a sentence does not


def first_paragraph() -> RuleFunction:
    """Return a rule: the lede is the first paragraph of the body that holds text and no picture."""

    def first_paragraph_of_body(page: Page) -> Element | None:
        for block in _leaf_blocks(page):
            if block.find(".//img") is None and text_of(block, page.taken):
                return block
        return None

    return first_paragraph_of_body


def first_bold_paragraph() -> RuleFunction:
    """Return a rule: the lede is the first paragraph with text, if all of it is bold."""
    first = first_paragraph()

    def first_bold_paragraph_of_body(page: Page) -> Element | None:
        block = first(page)
        if not isinstance(block, Element):
            return None
        bold = {one for tag in ("strong", "b", "h2", "h3") for one in block.iter(tag)}
        return block if block in bold or (bold and not text_of(block, bold)) else None

    return first_bold_paragraph_of_body


def signature() -> RuleFunction:
    """Return a rule: the byline is the last block of the body, if it is signed like a name.

    Signed means "Tin, ảnh: …", or a short text without the end of a sentence that is set to the right, all bold, or
    nothing but two to five capitalised words, as in "Anh Dũng" (style sheets in the page hide how that is set).
    """

    def signature_of_body(page: Page) -> Element | None:
        for block in reversed(_leaf_blocks(page)):
            text = text_of(block, page.taken)
            if not text:
                continue
            short = len(text) <= _NAME_LENGTH
            if short and (_SIGNED.match(text) or (not _SENTENCE_END.search(text) and _looks_signed(block, text))):
                return block
            if not (short and _SOURCE.match(text)):
                return None
        return None

    return signature_of_body


def closing_source() -> RuleFunction:
    """Return a rule: the source is the last block of the body (or the last but the byline), if it reads "Nguồn: …" or "Theo …"."""

    def closing_source_of_body(page: Page) -> Element | None:
        with_text = [block for block in _leaf_blocks(page) if text_of(block, page.taken)]
        for block in with_text[:-3:-1]:
            text = text_of(block, page.taken)
            if _SOURCE.match(text) and not _SENTENCE_END.search(text.rstrip(".)")):
                return block
        return None

    return closing_source_of_body


def _leaf_blocks(page: Page) -> list[Element]:
    """Return the blocks of the container that hold no other block, untaken, in order."""
    if page.container is None:
        return []
    return [
        block
        for block in page.container.iter(*BLOCKS)
        if block is not page.container
        and not _is_taken(block, page)
        and not any(child.tag in BLOCKS for child in block.iterdescendants())
    ]


def _is_taken(block: Element, page: Page) -> bool:
    current: Element | None = block
    while current is not None and current is not page.container:
        if current in page.taken:
            return True
        current = current.getparent()
    return False


def _looks_signed(block: Element, text: str) -> bool:
    return _set_right(block) or _all_bold(block) or bool(_NAME.match(text) and text != text.upper())


def _set_right(block: Element) -> bool:
    style, align = block.get("style") or "", (block.get("align") or "").lower()
    return bool(_RIGHT.search(style)) or align == "right"


def _all_bold(block: Element) -> bool:
    bold = {one for tag in ("strong", "b") for one in block.iter(tag)}
    return bool(bold) and not text_of(block, bold)
