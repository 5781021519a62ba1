"""What follows from the texts, kept up to date: the vocabulary and the stories.

Triggers queue each text that is new or changed (archive/schema_derived.py). The queue is emptied in short transactions,
at the end of a run and before a command that needs it, so that a crawl beside it hardly waits.
"""

import json
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from archive.errors import ArchiveBusy, ArchiveError, NoSpace
from archive.folder import deriving, reading, transaction
from archive.folding import words
from archive.grammar import parse
from archive.stories import Text, join_stories
from archive.vocabulary import count_words, suggestions

_BATCH = 100  # articles in one transaction: a tenth of a second
_TEXTS = """
SELECT id, site_id, title, lede, caption, body FROM articles WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id
"""
Progress = Callable[[int, int], None]


def refresh(connection: sqlite3.Connection, *, seconds: float | None = None, progress: Progress | None = None) -> int:
    """Read queued articles, for so many seconds at most; return how many are left.

    `progress` is called with the number read and the number there was to read.
    """
    end = None if seconds is None else time.monotonic() + seconds
    queued: int = connection.execute("SELECT count(*) FROM unread").fetchone()[0]
    read = 0
    while read < queued and (end is None or time.monotonic() < end):
        with transaction(connection):
            taken = _read(connection)
        if not taken:
            break
        read += taken
        if progress:
            progress(min(read, queued), queued)
    return max(0, queued - read)


def bring_up_to_date(folder: Path, *, seconds: float | None = None, progress: Progress | None = None) -> int | None:
    """Refresh an archive that others may be writing to. Returns how many articles are left, or None if it may not be written.

    A database that stays busy, or a full disk, ends it early: what follows from texts is never worth an error.
    """
    left: int | None = None
    with deriving(folder) as connection:
        if connection is None:
            return None
        try:
            left = refresh(connection, seconds=seconds, progress=progress)
        except (NoSpace, ArchiveBusy):
            left = connection.execute("SELECT count(*) FROM unread").fetchone()[0]
    return left


def words_near(folder: Path, text: str) -> list[tuple[str, list[str]]]:
    """For each word of a query that nothing holds, return it with known words near it. Reads new texts for a second first."""
    if not text.strip():
        return []
    with suppress(ArchiveError):
        bring_up_to_date(folder, seconds=1.0)
    with reading(folder) as connection:
        return list(suggestions(connection, parse(text)))


def _read(connection: sqlite3.Connection) -> int:
    """Read one batch of the queue; return how many were in it."""
    batch = [
        row[0] for row in connection.execute("SELECT article_id FROM unread ORDER BY article_id LIMIT ?", (_BATCH,))
    ]
    texts, vocabulary = [], []
    for identity, site, title, lede, caption, body in connection.execute(_TEXTS, (json.dumps(batch),)):
        own = words(f"{lede or ''} {body}".lower())
        texts.append(Text(id=identity, site=site, words=tuple(own)))
        vocabulary.append({*own, *words(f"{title} {caption or ''}".lower())})
    count_words(connection, vocabulary)
    join_stories(connection, texts)
    connection.executemany("DELETE FROM unread WHERE article_id = ?", ((each,) for each in batch))
    return len(batch)
