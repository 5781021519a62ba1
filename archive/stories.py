"""The same story on other sites: articles that share most of their text, found by MinHash.

A text is the set of the runs of four words in its first 400, in base letters: who takes a story over shortens it from the end.
One-permutation MinHash (Li, Owen, Zhang, NIPS 2012) makes 48 numbers of it, empty places filled from the next (after
Shrivastava and Li, ICML 2014); three by three they are 16 bands, and texts that share a band are compared in full (the share of
common runs, Jaccard). A compiled MinHash would gain little, for most of the time goes into cutting a text into runs; and what is
kept in an archive must not depend on an extra.
"""

import json
import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import blake2b
from struct import pack
from typing import Any

from archive.folding import plain, words

_HEAD, _RUN = 400, 4  # words
_MOST_LETTERS = 20_000  # words whose base letters are remembered; Vietnamese has 7,000 syllables
_PLACES, _ROWS = (
    48,
    3,
)  # 16 bands: texts that share 0.6 are candidates with a probability of 0.98, 0.3 of 0.36, 0.1 of 0.02
_FEWEST = 12  # runs; a shorter text is like many others by chance
_MOST_CANDIDATES = 30
SAME = 0.6  # the share from which on two articles are one story
_SAME_SITE = 0.95  # of one site only what is word for word the same: its daily reports share their frame
_DAYS = 7  # between the first and any other article of a story
_LAST_ID = 99999999_99999
_EMPTY = 1 << 62


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """An article's lede and body as words in small letters."""

    id: int
    site: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """An article that shares text with another: `share` is the Jaccard index of their runs of words, from 0 to 1."""

    id: int
    share: float


def runs(found: Sequence[str]) -> set[int]:
    """Return the runs of four words in the first 400 of a text, in base letters, as 32-bit numbers."""
    letters = list(map(_LETTERS.__getitem__, found[:_HEAD]))
    following = zip(*(letters[start:] for start in range(_RUN)), strict=False)
    return set(map(zlib.crc32, map(b" ".join, following)))


class _Letters(dict[str, bytes]):
    """Words with their base letters; a dict, for asking a cache of a function takes twice as long."""

    def __missing__(self, word: str) -> bytes:
        if len(self) >= _MOST_LETTERS:
            self.clear()
        self[word] = letters = plain(word).encode()
        return letters


_LETTERS = _Letters()


def share(one: set[int], other: set[int]) -> float:
    """Return the Jaccard index of two sets: 1 if they are equal, 0 if they have nothing in common."""
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0


def bands(found: set[int]) -> list[int]:
    """Return the 16 bands of a text as 40-bit numbers; none for a text that is too short to be told apart."""
    if len(found) < _FEWEST:
        return []
    least = [_EMPTY] * _PLACES
    for run in found:
        place = run % _PLACES
        if run < least[place]:
            least[place] = run
    filled = least if _EMPTY not in least else [_from_the_next(least, place) for place in range(_PLACES)]
    cut = [pack(f"<B{_ROWS}Q", start, *filled[start : start + _ROWS]) for start in range(0, _PLACES, _ROWS)]
    return [int.from_bytes(blake2b(band, digest_size=5).digest()) for band in cut]


def _from_the_next(least: Sequence[int], place: int) -> int:
    """Return the number of a place, or where it is empty that of the next that is not."""
    return next(number for number in (*least[place:], *least[:place]) if number != _EMPTY)


def join_stories(connection: sqlite3.Connection, texts: Iterable[Text]) -> None:
    """Keep the bands of articles, and put each into the story of the article most like it, if one is like enough."""
    for text in texts:
        found = runs(text.words)
        own = bands(found)
        connection.execute("DELETE FROM stories WHERE article_id = ? AND story <> article_id", (text.id,))
        best = next(
            (
                each
                for each in _alike(connection, text.id, found, own, days=2 * _DAYS)
                if _is_copy(connection, text, each)
            ),
            None,
        )
        if best is not None:
            story = _story_of(connection, best.id)
            connection.executemany("INSERT OR IGNORE INTO stories VALUES (?, ?)", [(best.id, story), (text.id, story)])
        connection.executemany("INSERT OR IGNORE INTO story_bands VALUES (?, ?)", [(band, text.id) for band in own])


def _is_copy(connection: sqlite3.Connection, text: Text, other: Likeness) -> bool:
    (site,) = connection.execute("SELECT site_id FROM articles WHERE id = ?", (other.id,)).fetchone()
    near = abs((_day(text.id) - _day(_story_of(connection, other.id))).days) <= _DAYS
    return near and other.share >= (_SAME_SITE if site == text.site else SAME)


def _day(identity: int) -> date:
    """Return the day that an article's id carries."""
    day = identity // 100_000
    return date(day // 10_000, day // 100 % 100, day % 100)


def _story_of(connection: sqlite3.Connection, identity: int) -> int:
    found = connection.execute("SELECT story FROM stories WHERE article_id = ?", (identity,)).fetchone()
    return int(found[0]) if found else identity


def _alike(
    connection: sqlite3.Connection, identity: int, found: set[int], own: Sequence[int], *, days: int | None = None
) -> list[Likeness]:
    """Return the articles that share a band with a text, compared in full, the most alike first.

    With `days` only those of so many days before and after: of a text that comes every day, however often, few are read.
    """
    first, last = (0, _LAST_ID) if days is None else _around(identity, days)
    query = (
        "SELECT article_id FROM json_each(?) CROSS JOIN story_bands ON band = value AND article_id BETWEEN ? AND ? "
        "WHERE article_id <> ? GROUP BY article_id ORDER BY count(*) DESC, article_id LIMIT ?"
    )
    parameters = (json.dumps(own), first, last, identity, _MOST_CANDIDATES)
    candidates = connection.execute(query, parameters).fetchall()
    compared = [Likeness(id=each, share=share(found, _runs_of(connection, each))) for (each,) in candidates]
    return sorted(compared, key=lambda each: (-each.share, each.id))


def _around(identity: int, days: int) -> tuple[int, int]:
    """Return the least and the greatest id of the days round an article's."""
    ends = (_day(identity) - timedelta(days), _day(identity) + timedelta(days + 1))
    first, after = (int(day.isoformat().replace("-", "")) * 100_000 for day in ends)
    return first, after - 1


def _runs_of(connection: sqlite3.Connection, identity: int) -> set[int]:
    row = connection.execute("SELECT lede, body FROM articles WHERE id = ?", (identity,)).fetchone()
    return runs(words(f"{row[0] or ''} {row[1]}".lower())) if row else set()


def similar(connection: sqlite3.Connection, identity: int, *, least: float = 1 / 3) -> list[Likeness]:
    """Return the articles that share at least so much of their text with one, the most alike first."""
    found = _runs_of(connection, identity)
    return [each for each in _alike(connection, identity, found, bands(found)) if each.share >= least]


def likenesses(connection: sqlite3.Connection, identity: int) -> list[dict[str, Any]]:
    """Return what `similar` finds as {id, url, site, published, title, share, same_story}."""
    query = "SELECT id, url, site_id AS site, published, title FROM articles WHERE id = ?"
    found = []
    story = _story_of(connection, identity)
    for each in similar(connection, identity):
        cursor = connection.execute(query, (each.id,))
        row = dict(zip((column[0] for column in cursor.description), cursor.fetchone(), strict=True))
        same = _story_of(connection, each.id) == story
        found.append({**row, "share": round(each.share, 3), "same_story": same})
    return found


def story_of(connection: sqlite3.Connection, ids: Iterable[int]) -> dict[int, int]:
    """Return the story of each article that is part of one."""
    query = "SELECT article_id, story FROM stories WHERE article_id IN (SELECT value FROM json_each(?))"
    return dict(connection.execute(query, (json.dumps(list(ids)),)).fetchall())


def copies(connection: sqlite3.Connection, ids: Iterable[int]) -> dict[int, list[tuple[int, str]]]:
    """Return the other articles of the same story, (id, site) in order of date, for each article that is part of one."""
    query = """
SELECT s.article_id, o.article_id, a.site_id
FROM stories s JOIN stories o ON o.story = s.story JOIN articles a ON a.id = o.article_id
WHERE s.article_id IN (SELECT value FROM json_each(?)) AND o.article_id <> s.article_id ORDER BY o.article_id
"""
    found: dict[int, list[tuple[int, str]]] = {}
    for identity, other, site in connection.execute(query, (json.dumps(list(ids)),)):
        found.setdefault(identity, []).append((other, site))
    return found
