"""Captions and names: splitting a credit off a caption, a name out of a byline."""

import re
from dataclasses import dataclass

from parsers.element_text import raw_text
from parsers.text import clean, folded
from parsers.tree import Element

# What editors leave behind: a caption of these words alone is none.
_LEFT_BEHIND = (
    "nhap chu thich anh|chu thich anh|nhap chu thich|chu thich|caption|image|photo|anh|hinh anh|hinh|dang cap nhat"
)
_PLACEHOLDERS = frozenset(("", *_LEFT_BEHIND.split("|")))
_CREDIT = re.compile(
    r"[\s|–—-]*[(\[]?\s*(?:Nguồn\s+ảnh|Ảnh\s+và\s+chú\s+thích|Ảnh|ẢNH|Photo|PHOTO|Nguồn|NGUỒN)\s*[:：]\s*"
    r"(?P<name>[^:：()\[\]]{1,80})[)\]]?[\s.]*$"
)
_CREDIT_CLASS = re.compile(r"(?:photo|image|img|pic)[_-]?(?:author|credit|source)|^credit$", re.IGNORECASE)
_LONGEST_CREDIT = 60  # characters
_IN_BRACKETS = re.compile(
    r"\s*\((?:Ảnh|Nguồn)\s+(?P<name>(?!(?i:minh h|tư liệu)|chụp|cắt|do |của )[^()]{2,60})\)[\s.]*$"
)
_ROLE = re.compile(
    r"^(?:(?:tin|bài|bài viết|ảnh|hình|video|clip|đồ họa|đồ hoạ|thực hiện|tác giả|tác giả bài viết|người viết"
    r"|phóng viên|pv|theo)(?:\s*(?:,|-|–|/|và|&)\s*(?:tin|bài|ảnh|hình|video|clip|đồ họa|đồ hoạ))*\s*[:：]\s*"
    r"|(?:được\s+)?viết\s+bởi\b\s*[:：]?\s*|written\s+by\b\s*[:：]?\s*)",
    re.IGNORECASE,
)
_DONE_BY = re.compile(
    r"\s*[(\[–-]\s*(?:thực hiện|ghi|lược ghi|tổng hợp|biên soạn|biên tập)\s*[)\]]?\s*$", re.IGNORECASE
)
# "Tin: Minh Vũ - Ảnh: Lê Hoa" (baohaiphong.vn): who took the photos is no author of the text.
_OTHER_ROLE = re.compile(r"[\s,;.|–—-]+(?:ảnh|hình|video|clip|đồ họa|đồ hoạ)\s*[:：].*$", re.IGNORECASE)
_MOST_NAMES = 5  # words of a name: "Nguyễn Thị Minh Khai", "Thu Hà - Minh Vũ"
_NO_NAMES = frozenset({"minh hoa", "tu lieu", "bac ho"})
_ENDS = frozenset('.!?…”"-–—|;')  # what stands before a credit without a colon
_SOURCE = re.compile(r"^\(?(?:nguồn tin|nguồn|theo)\s*[:：]?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CaptionFound:
    """The elements that hold a caption, and those that hold its credit where they are others.

    Photos of one figure, table or paragraph may share them.
    """

    elements: tuple[Element, ...]
    credit: tuple[Element, ...] = ()


def caption_and_credit(found: CaptionFound) -> tuple[str | None, str | None, str]:
    """Return caption, credit and, cleaned, the whole text of what a caption value found."""
    whole = clean(" ".join(raw_text(element, frozenset(found.credit)) for element in found.elements))
    caption, credit = _split(whole)
    for element in found.credit:
        text = raw_text(element)
        credit = split_credit(text)[1] or byline_name(text) or credit
    return caption, credit, whole


def is_credit(text: str) -> bool:
    """Say whether a text is a credit and nothing else: "Ảnh: Minh Vũ"."""
    if len(text) > _LONGEST_CREDIT:
        return False
    caption, credit = split_credit(text)
    return bool(credit) and not caption


def credit_below(caption: Element) -> tuple[Element, ...]:
    """Return the element after a caption, if it holds a credit: by its text, or by its class and no more than a name."""
    below = caption.getnext()
    if below is None or (caption.tail and caption.tail.strip()):
        return ()
    text = clean(raw_text(below))
    named = _CREDIT_CLASS.search(below.get("class") or "") and 1 < len(text) <= _LONGEST_CREDIT
    return (below,) if named or is_credit(text) else ()


def split_credit(text: str) -> tuple[str | None, str | None]:
    """Return (caption, credit) of a caption text; either is None if it is not there.

    "Đoàn khảo sát tại cảng. Ảnh: Ngọc Lân" gives ("Đoàn khảo sát tại cảng.", "Ngọc Lân"). "Ảnh minh hoạ" names nobody
    and stays a caption; a placeholder the editor left gives (None, None).
    """
    return _split(clean(text))


def _split(text: str) -> tuple[str | None, str | None]:
    credit = None
    for form, mark in ((_CREDIT, ":"), (_CREDIT, "："), (_IN_BRACKETS, "(")):
        if mark in text and (match := form.search(text)):
            text, credit = text[: match.start()].rstrip(" ,;-–—|("), _name(match["name"])
            break
    if credit is None:
        text, credit = _without_colon(text)
    return (None if len(text) < 30 and folded(text).strip("[]() ") in _PLACEHOLDERS else text), credit


def _without_colon(text: str) -> tuple[str, str | None]:
    """Split off a credit written without a colon: "Toàn cảnh hội nghị. Ảnh Minh Vũ", or "Ảnh Minh Vũ" alone.

    What follows must be nothing but a name: words with capitals, and alone at least two, or an agency's letters.
    "Ảnh Bác Hồ thăm xã" and "Ảnh minh hoạ" are captions.
    """
    head, word, name = text.rpartition("Ảnh ")
    if not word:
        head, word, name = text.rpartition("ẢNH ")
    if not word:
        return text, None
    words = _name(name).split()
    if not 0 < len(words) <= _MOST_NAMES or not all(one[0].isupper() or one in "-–&" for one in words):
        return text, None
    if folded(" ".join(words)) in _NO_NAMES:
        return text, None
    alone = not head and (len(words) > 1 or (len(words[0]) > 1 and words[0].isupper()))
    is_credit = alone or (head.endswith(" ") and head.rstrip()[-1:] in _ENDS)
    return (head.rstrip(" ,;-–—|("), " ".join(words)) if is_credit else (text, None)


def byline_name(text: str) -> str | None:
    """Return the name in a byline: "Tin, ảnh: Minh Vũ" is "Minh Vũ". None when nothing is left."""
    text = _outside_brackets(_DONE_BY.sub("", clean(text)))
    while match := _ROLE.match(text):
        text = text[match.end() :]
    return _name(_OTHER_ROLE.sub("", text) or text) or None


def _outside_brackets(text: str) -> str:
    """Strip brackets round the whole, or left over at one end; those of "Minh Vũ (Sở Y tế)" stay."""
    if text.startswith("(") and (text.endswith(")") or ")" not in text):
        text = text.strip("() ")
    return text if "(" in text else text.rstrip(") ")


def _name(text: str) -> str:
    """Strip what surrounds a name, but keep the dots of initials ("P.Y.")."""
    text = text.strip(" ,;:-–—|")
    if text.endswith(".") and "." not in text[:-1]:
        text = text[:-1].rstrip()
    return text


def source_name(text: str) -> str | None:
    """Return the name in a source: "Nguồn: Báo Ví Dụ." and "Theo Báo Ví Dụ" are "Báo Ví Dụ"."""
    return _SOURCE.sub("", clean(text)).strip("() .") or None
