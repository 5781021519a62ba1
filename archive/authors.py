"""The names in a byline, as a list of references has them. Nothing is turned round or cut: Vietnamese family names come first."""

import re

_BETWEEN = re.compile(r"\s*[,;/&]\s*|\s+[-–—]\s+|\s+và\s+")
_WORD = r"(?:[^\W\d_]\.)?[^\W\d_][^\W\d_.'’-]*(?:[.'’-][^\W\d_]+)*\.?"
_NAME = re.compile(rf"{_WORD}(?: {_WORD}){{0,4}}")
# What opens the name of an office. Most give themselves away by a word in small letters ("Sở Tư pháp"); these do not always.
_OFFICES = ("ubnd", "ủy ban", "uỷ ban", "sở", "bộ", "báo", "công an", "ttxvn", "cổng", "tỉnh", "huyện", "xã", "phường")


def authors(byline: str | None) -> tuple[str, ...]:
    """Return the authors that a byline names.

    "Minh Vân - Kiều Hằng" is two where every part looks like a person's name: one to five words, each beginning with a
    capital. Otherwise the byline is one author, as it stands: "Sở Tư pháp, Sở Nội vụ" may be one office or two.
    """
    whole = " ".join((byline or "").split())
    if not whole:
        return ()
    parts = _BETWEEN.split(whole)
    return tuple(parts) if all(map(_is_person, parts)) else (whole,)


def _is_person(name: str) -> bool:
    if not _NAME.fullmatch(name) or not all(word[0].isupper() for word in name.split()):
        return False
    return not any(f"{name.lower()} ".startswith(f"{office} ") for office in _OFFICES)
