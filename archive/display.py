"""How wide a text is on a terminal, and texts cut and filled to a width. Unicode Annex #11: wide letters take two columns."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_ELLIPSIS = "…"


def width(text: str) -> int:
    """Return the columns that a text takes: 2 for wide East Asian letters and emoji, 0 for combining marks and controls."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(_columns(character) for character in text)


@lru_cache(maxsize=4096)  # a text repeats its letters, and the answer takes three look-ups
def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cc", "Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def head(text: str, columns: int) -> str:
    """Return as much of the beginning of a text as fits, with … where it was cut."""
    return text if width(text) <= columns else "".join(_fitting(text, columns - 1)) + _ELLIPSIS


def tail(text: str, columns: int) -> str:
    """Return as much of the end of a text as fits, with … where it was cut."""
    if width(text) <= columns:
        return text
    return _ELLIPSIS + "".join(reversed(list(_fitting(reversed(text), columns - 1))))


def _fitting(characters: Iterable[str], columns: int) -> Iterable[str]:
    for character in characters:
        columns -= _columns(character)
        if columns < 0:
            return
        yield character


def left(text: str, columns: int) -> str:
    """Fill a text with spaces on the right."""
    return text + " " * (columns - width(text))


def right(text: str, columns: int) -> str:
    """Fill a text with spaces on the left."""
    return " " * (columns - width(text)) + text
