"""Captions and names: splitting a credit off a caption, a name out of a byline."""

import re
from dataclasses import dataclass

from parsers.page import raw_text
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
_IN_BRACKETS = re.compile(r"\s*\((?:Ảnh|Nguồn)\s+(?P<name>(?!minh h|tư liệu|chụp|cắt|do |của )[^()]{2,60})\)[\s.]*$")
_ROLE = re.compile(
    r"^(?:(?:tin|bài|bài viết|ảnh|hình|video|clip|đồ họa|đồ hoạ|thực hiện|tác giả|tác giả bài viết|người viết"
    r"|phóng viên|pv|theo)(?:\s*(?:,|-|–|/|và|&)\s*(?:tin|bài|ảnh|hình|video|clip|đồ họa|đồ hoạ))*\s*[:：]\s*"
    r"|(?:được\s+)?viết\s+bởi\b\s*[:：]?\s*|written\s+by\b\s*[:：]?\s*)",
    re.IGNORECASE,
)
_DONE_BY = re.compile(
    r"\s*[(\[–-]\s*(?:thực hiện|ghi|lược ghi|tổng hợp|biên soạn|biên tập)\s*[)\]]?\s*$", re.IGNORECASE
)
_OTHER_ROLE = re.compile(r"[\s,;.|–-]+(?:ảnh|video|clip|đồ họa|đồ hoạ)\s*[:：].*$", re.IGNORECASE)  # who did the photos
_SOURCE = re.compile(r"^\(?(?:nguồn tin|nguồn|theo)\s*[:：]?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CaptionFound:
    """The elements that hold a caption, and those that hold its credit where they are others.

    Photos of one figure, table or paragraph may share them.
    """

    elements: tuple[Element, ...]
    credit: tuple[Element, ...] = ()


def caption_and_credit(found: CaptionFound) -> tuple[str | None, str | None, str]:
    """Return caption, credit and raw text of what a caption value found."""
    raw = " ".join(raw_text(element, frozenset(found.credit)) for element in found.elements)
    caption, credit = split_credit(raw)
    for element in found.credit:
        text = raw_text(element)
        credit = split_credit(text)[1] or byline_name(text) or credit
    return caption, credit, raw


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
    text = clean(text)
    credit = None
    for form, mark in ((_CREDIT, ":"), (_CREDIT, "："), (_IN_BRACKETS, "(")):
        if mark in text and (match := form.search(text)):
            text, credit = text[: match.start()].rstrip(" ,;-–—|("), _name(match["name"])
            break
    return (None if len(text) < 30 and folded(text).strip("[]() ") in _PLACEHOLDERS else text), credit


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
