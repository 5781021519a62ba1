"""Loading much at once: the full-text indexes wait, and are then filled in the order of ids, in large batches.

FTS5 writes out what it has gathered whenever a row id goes backwards, and once in every transaction; page by page that costs
more than half of the time. While a load is under way the triggers only note what is not indexed yet (`unindexed`), so
that a kill at any moment leaves indexes that are right for all the rest, and the note of what is missing. The next
command that writes completes them.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from archive.folder import transaction
from archive.schema import statements
from archive.schema_full_text import BULK_TRIGGERS, LIVE_TRIGGERS, TRIGGERS

_BATCH = 10_000  # articles indexed in one transaction: about 35 MB of text
# FTS5's own settings: bytes gathered in memory before a segment is written; segments of a level that are merged while
# writing goes on (0: only when there are 16). These and what stands otherwise.
_LOADING = {"hashsize": 64 * 2**20, "automerge": 0}
_LIVE = {"hashsize": 2**20, "automerge": 4}
# SQLite's: pages kept in memory (64 MB, else 2), and the pages after which the log goes into the file, many a page
# more than once. Both hold for this connection alone.
_ROOMY = "PRAGMA cache_size = -65536", "PRAGMA wal_autocheckpoint = 8000"
_USUAL = "PRAGMA cache_size = -2000", "PRAGMA wal_autocheckpoint = 1000"
_COLUMNS = "title, lede, caption, body"
_SOURCES = {"articles_exact": "articles", "articles_folded": "articles_plain"}


@contextmanager
def bulk(connection: sqlite3.Connection, *, told: Callable[[int, int], None] | None = None) -> Iterator[None]:
    """Write many articles inside, in transactions of any size; at the good end both indexes are completed.

    An error leaves them for `complete`, which every command that writes calls when it begins; so does an interrupt where
    it would take long. `told` is called with the articles indexed and to index. Needs the archive's lock. Inside
    another bulk it does nothing.
    """
    if is_bulk(connection):
        yield
        return
    with transaction(connection):
        _swap(connection, BULK_TRIGGERS)
    for pragma in _ROOMY:
        connection.execute(pragma)
    try:
        yield
    except KeyboardInterrupt:
        if waiting(connection) <= _BATCH:
            complete(connection, told=told)
        raise
    complete(connection, told=told)
    for pragma in _USUAL:
        connection.execute(pragma)


def is_bulk(connection: sqlite3.Connection) -> bool:
    """Say whether a load is under way, or was interrupted."""
    query = "SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND name = 'articles_updated'"
    return connection.execute(query).fetchone() is None


def waiting(connection: sqlite3.Connection) -> int:
    """Return how many articles searches cannot find yet."""
    found: int = connection.execute("SELECT count(*) FROM unindexed").fetchone()[0]
    return found


def complete(connection: sqlite3.Connection, *, told: Callable[[int, int], None] | None = None) -> int:
    """Index what waits, and switch back to indexing page by page. Returns how many articles were indexed.

    Each batch is a transaction, so that a kill costs one batch. Needs the archive's lock.
    """
    if not is_bulk(connection):
        return 0
    total, done = waiting(connection), 0
    _set(connection, _LOADING)
    try:
        while batch := _index_batch(connection):
            done += batch
            if told:
                told(done, total)
    finally:
        with suppress(sqlite3.DatabaseError):  # the error of the batch says more
            _set(connection, _LIVE)
    with transaction(connection):
        _swap(connection, LIVE_TRIGGERS)
    return done


def _index_batch(connection: sqlite3.Connection) -> int:
    """Put the next articles into both indexes. Returns how many."""
    chosen = f"SELECT article_id FROM unindexed ORDER BY article_id LIMIT {_BATCH}"
    with transaction(connection):
        first, last, count = connection.execute(
            f"SELECT min(article_id), max(article_id), count(*) FROM ({chosen})"
        ).fetchone()
        for index, source in _SOURCES.items():
            connection.execute(
                f"INSERT INTO {index}(rowid, {_COLUMNS}) SELECT a.id, {_COLUMNS} FROM unindexed u "
                f"CROSS JOIN {source} a ON a.id = u.article_id WHERE u.article_id BETWEEN ? AND ? ORDER BY u.article_id",
                (first, last),
            )
        connection.execute("DELETE FROM unindexed WHERE article_id BETWEEN ? AND ?", (first, last))
    return int(count)


def _set(connection: sqlite3.Connection, settings: dict[str, int]) -> None:
    with transaction(connection):
        for index in _SOURCES:
            for name, value in settings.items():
                connection.execute(f"INSERT INTO {index}({index}, rank) VALUES (?, ?)", (name, value))


def _swap(connection: sqlite3.Connection, triggers: str) -> None:
    for name in TRIGGERS:
        connection.execute(f"DROP TRIGGER IF EXISTS {name}")
    for statement in statements(triggers):
        connection.execute(statement)
