"""Captions and names: splitting a credit off a caption, a name out of a byline."""

import re

from parsers.text import clean, folded

# What editors leave behind: a caption of these words alone is none.
_LEFT_BEHIND = (
    "nhap chu thich anh|chu thich anh|nhap chu thich|chu thich|caption|image|photo|anh|hinh anh|hinh|dang cap nhat"
)
_PLACEHOLDERS = frozenset(("", *_LEFT_BEHIND.split("|")))
_CREDIT = re.compile(
    r"[\s|–—-]*[(\[]?\s*(?:Nguồn\s+ảnh|Ảnh\s+và\s+chú\s+thích|Ảnh|Photo|Nguồn)\s*[:：]\s*"
    r"(?P<name>[^:：()\[\]]{1,80})[)\]]?[\s.]*$"
)
_IN_BRACKETS = re.compile(r"\s*\((?:Ảnh|Nguồn)\s+(?P<name>(?!minh h|tư liệu|chụp|cắt|do |của )[^()]{2,60})\)[\s.]*$")
_ROLE = re.compile(
    r"^(?:(?:tin|bài|bài viết|ảnh|hình|video|clip|đồ họa|đồ hoạ|thực hiện|tác giả|người viết|phóng viên|pv|theo)"
    r"(?:\s*(?:,|-|–|/|và|&)\s*(?:tin|bài|ảnh|hình|video|clip|đồ họa|đồ hoạ))*)\s*[:：]\s*",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"^\(?(?:nguồn tin|nguồn|theo)\s*[:：]?\s*", re.IGNORECASE)


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
    return (None if len(text) < 30 and folded(text) in _PLACEHOLDERS else text), credit


def byline_name(text: str) -> str | None:
    """Return the name in a byline: "Tin, ảnh: Minh Vũ" is "Minh Vũ". None when nothing is left."""
    text = clean(text).strip("() ")
    while match := _ROLE.match(text):
        text = text[match.end() :]
    return _name(text) or None


def _name(text: str) -> str:
    """Strip what surrounds a name, but keep the dots of initials ("P.Y.")."""
    text = text.strip(" ,;:-–—|")
    if text.endswith(".") and "." not in text[:-1]:
        text = text[:-1].rstrip()
    return text


def source_name(text: str) -> str | None:
    """Return the name in a source: "Nguồn: Báo Ví Dụ." and "Theo Báo Ví Dụ" are "Báo Ví Dụ"."""
    return _SOURCE.sub("", clean(text)).strip("() .") or None
