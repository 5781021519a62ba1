"""Rules for what stands at the ends of a body rather than in a node of its own: lede, byline, source."""

import re
from collections.abc import Iterator, Sequence, Set
from itertools import islice

from parsers.element_text import BLOCKS, has_text, pieces, text_of
from parsers.layout import RuleFunction
from parsers.page import Page
from parsers.pictures import outside
from parsers.text import clean
from parsers.tree import Element

_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_RIGHT = re.compile(r"text-align\s*:\s*(?:right|end)", re.IGNORECASE)
_SIGNED = re.compile(
    r"^\(?(?:tin|bài|ảnh|bài viết|thực hiện|tác giả)(?:\s*(?:,|-|–|và|&)\s*(?:tin|bài|ảnh|video))*\s*[:：]",
    re.IGNORECASE,
)
_UPPER = "A-Z" + "".join(filter(str.isupper, map(chr, (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)))))
# "Theo" also opens sentences ("Theo ông An, ..."): as a source it names someone, in a few words without a comma. So
# does "Nguồn: số liệu của sở ...": as a source it is a name, or two words at most ("tổng hợp").
_SOURCE = re.compile(
    rf"^\(?(?:(?i:nguồn tin|nguồn)(?:\s*[:：]\s*|\s+)(?:(?i:theo\s)?[{_UPPER}\d\"“(]\S?.{{0,60}}|\S{{1,40}}(?:\s\S{{1,40}})?)"
    rf"|(?i:theo)\s*[:：]?\s+(?:[{_UPPER}][^,;\s]*(?:\s[^,;\s]+){{0,7}}|[\w-]+(?:\.[\w-]+)+\)?))$"
)
_PHOTOGRAPHER = re.compile(r"^\(?(?:ảnh|video|clip)\s*[:：]", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…;:]\W*$")
_WHOLE_SENTENCE = re.compile(r"[.!?…]\W*$")
_QUESTION = re.compile(r"[?？]\W*$")
_HEADINGS = ("h2", "h3")
_LONGEST_SOURCE = 300  # characters; spares long paragraphs the look for a name
_HEAD = 40  # characters of a block that show how it begins
_ONE_NAME = rf"[{_UPPER}][\w.]*"
_NAME = re.compile(rf"^{_ONE_NAME}(?:\s{_ONE_NAME}){{1,4}}(?:\s?[-–,]\s?{_ONE_NAME}(?:\s{_ONE_NAME}){{0,4}})?$")
_MOST = 2000  # blocks looked at from one end of the body
_NAME_LENGTH = 60  # characters: "Thu Hà - Minh Quân (Trung tâm Thông tin tỉnh)" fits, a sentence does not


def first_paragraph() -> RuleFunction:
    """Return a rule: the lede is the first paragraph of the body that holds text and no picture."""

    def first_paragraph_of_body(page: Page) -> Element | None:
        for block in _leaf_blocks(page):
            if next(block.iter("img"), None) is None and has_text(block, page.taken):
                return block
        return None

    return first_paragraph_of_body


def first_bold_paragraph() -> RuleFunction:
    """Return a rule: the lede is the first paragraph with text, if all of it is bold.

    A heading (h2, h3) is one if it ends like a sentence; else it is the sub-heading of the first part. A bold
    question opens an interview.
    """
    first = first_paragraph()

    def first_bold_paragraph_of_body(page: Page) -> Element | None:
        block = first(page)
        if not isinstance(block, Element):
            return None
        if block.tag in _HEADINGS:
            return block if _WHOLE_SENTENCE.search(text_of(block)) else None
        if _all_bold(block):
            return block if not _QUESTION.search(text_of(block)) else None
        return _bold_first_line(block)

    return first_bold_paragraph_of_body


def signature() -> RuleFunction:
    """Return a rule: the byline is the last block of the body, if it is signed like a name.

    Signed means "Tin, ảnh: …", or a short text without the end of a sentence that is set to the right, all bold, or
    nothing but two to five capitalised words, as in "Anh Dũng" (style sheets in the page hide how that is set).
    """

    def signature_of_body(page: Page) -> Element | Sequence[Element] | None:
        photographer: list[Element] = []  # "Ảnh: …" on a line of its own, below "Bài: …"
        for block in _leaf_blocks(page, backwards=True):
            text = text_of(block, page.taken)
            if not text or (len(text) <= _NAME_LENGTH and _SOURCE.match(text)):
                continue
            if not _is_signature(block, text):
                return photographer or _signed_last_line(block)
            if photographer or not _PHOTOGRAPHER.match(text):
                return [block, *photographer] if _SIGNED.match(text) or not photographer else photographer
            photographer = [block]
        if photographer or page.container is None:
            return photographer or None
        return _signed_last_line(page.container)

    return signature_of_body


def _is_signature(block: Element, text: str) -> bool:
    if len(text) > _NAME_LENGTH:
        return False
    return bool(_SIGNED.match(text)) or (not _SENTENCE_END.search(text) and _looks_signed(block, text))


def _bold_first_line(block: Element) -> Element | None:
    """Return the bold first line of a paragraph, before a `<br>`, if it is long and ends like a sentence."""
    first = next(iter(block), None)
    if first is None or first.tag not in ("strong", "b") or (block.text or "").strip() or (first.tail or "").strip():
        return None
    after, text = first.getnext(), text_of(first)
    is_line = after is not None and after.tag == "br" and len(text) > _NAME_LENGTH
    return first if is_line and _WHOLE_SENTENCE.search(text) else None


def _signed_last_line(block: Element) -> Element | None:
    """Return the bold last line of a paragraph (behind a `<br>`), if it is signed like a name."""
    parts = [one for one in block if isinstance(one.tag, str) and (one.tag != "br" or (one.tail or "").strip())]
    last = parts[-1] if parts else None
    before = last.getprevious() if last is not None else None
    if last is None or last.tag not in ("strong", "b") or before is None or before.tag != "br":
        return None
    if (before.tail or "").strip() or (last.tail or "").strip():
        return None
    text = text_of(last)
    signed = 2 <= len(text) <= _NAME_LENGTH and (_SIGNED.match(text) or _NAME.match(text))
    return last if signed and not _SENTENCE_END.search(text) else None


def closing_source() -> RuleFunction:
    """Return a rule: the source is the last block of the body or the one before, if it reads "Nguồn: …" or "Theo …"."""

    def closing_source_of_body(page: Page) -> Element | None:
        blocks = (block for block in _leaf_blocks(page, backwards=True) if has_text(block, page.taken))
        for block in islice(blocks, 2):
            if not _may_begin_source(block, page.taken):
                continue
            text = text_of(block, page.taken)
            if len(text) <= _LONGEST_SOURCE and _SOURCE.match(text) and not _SENTENCE_END.search(text.rstrip(".)")):
                return block
        return None

    return closing_source_of_body


def _leaf_blocks(page: Page, *, backwards: bool = False) -> Iterator[Element]:
    """Yield the blocks of the container that hold no other block, untaken, from one end or the other."""
    if page.container is None:
        return
    shut = outside(page.container, lambda one: one in page.taken)
    inside = _from_the_end(page.container) if backwards else page.container.iterdescendants()
    blocks = (one for one in inside if one.tag in BLOCKS)
    for block in islice(blocks, _MOST):
        if not (len(block) and _holds_block(block)) and not shut(block):
            yield block


def _may_begin_source(block: Element, taken: Set[Element]) -> bool:
    """Say whether a block may begin like a source. Most begin otherwise, and nothing else need be known of them."""
    begins = next((piece for piece in pieces(block, taken) if piece and not piece.isspace()), "").lstrip()[:_HEAD]
    if not begins[:1].isalnum():
        return True
    begins = clean(begins)
    return len(begins) < len("nguồn") or begins.lower().startswith(("nguồn", "theo"))


def _holds_block(element: Element) -> bool:
    return any(one.tag in BLOCKS for one in element.iterdescendants())


def _from_the_end(container: Element) -> Iterator[Element]:
    """Yield the descendants in reversed document order, without touching those that nobody asks for."""
    current: Element | None = container
    while current is not None and len(current):
        current = current[-1]
    while current is not None and current is not container:
        yield current
        before = current.getprevious()
        current = current.getparent() if before is None else before
        while before is not None and len(before):
            current = before = before[-1]


def _looks_signed(block: Element, text: str) -> bool:
    return _set_right(block) or _all_bold(block) or bool(_NAME.match(text) and text != text.upper())


def _set_right(block: Element) -> bool:
    style, align = block.get("style") or "", (block.get("align") or "").lower()
    return bool(_RIGHT.search(style)) or align == "right"


def _all_bold(block: Element) -> bool:
    bold = {one for tag in ("strong", "b") for one in block.iter(tag)}
    bold.update(one for one in block.iter("span", "p", "div", "font") if _BOLD.search(one.get("style") or ""))
    if block in bold:
        return True
    return bool(bold) and not has_text(block, bold)
