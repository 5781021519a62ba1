"""Names for one file per article that every system takes: Windows, macOS, FAT sticks, archives in any locale."""

import re

from archive.folding import plain

_LONGEST = 60  # characters of the title; the whole path stays far below the 260 of Windows
_OTHERS = re.compile(r"[^a-z0-9]+")


def path_of(article_id: int, title: str, suffix: str) -> str:
    """Return YEAR/ID-words-of-the-title.suffix, in ASCII and small letters.

    The id makes it unique whatever a system thinks of case, keeps it from names that Windows reserves (con, nul), and
    sorts by day. The year is the id's, so an article's file never moves.
    """
    number = f"{article_id:013d}"
    words = _OTHERS.sub("-", plain(title).lower()).strip("-")
    if len(words) > _LONGEST:
        words = words[: _LONGEST + 1].rpartition("-")[0] or words[:_LONGEST]
    return f"{number[:4]}/{number}{'-' if words else ''}{words}.{suffix}"
