"""Bringing the sidecar up to the archive: every change since its mark, in batches, or all articles into a new one."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.errors import ArchiveBusy, CannotOpen
from archive.sidecar.fields import CODES, FORMAT, document, spelled
from archive.sidecar.files import (
    Mark,
    belongs,
    created,
    demand_extra,
    drop,
    identity,
    last_change,
    opened,
    read_mark,
    write_mark,
)
from archive.sidecar.pairs import Common, common_words

if TYPE_CHECKING:
    import tantivy

_PAGE = 1_000  # changes read at once
_COMMIT = 50_000  # changes in one commit: a kill costs about ten seconds of work
_HEAP = 256 * 2**20  # bytes
_SMALL_HEAP = 15_000_000  # Tantivy's least for one thread
_CHANGED = f"""
SELECT c.number, c.article_id, a.id, a.title, a.lede, a.caption, a.body, a.byline, {", ".join("f." + each for each in CODES)}
FROM changes c LEFT JOIN articles a ON a.id = c.article_id LEFT JOIN facets f ON f.article_id = a.id
WHERE c.number > ? ORDER BY c.number LIMIT {_PAGE}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fed:
    """What a refresh did: articles put in, articles taken out, and whether it began with an empty index."""

    added: int
    removed: int
    rebuilt: bool


def refresh(
    folder: Path,
    connection: sqlite3.Connection,
    *,
    rebuild: bool = False,
    told: Callable[[int, int], None] | None = None,
) -> Fed:
    """Bring the sidecar of `folder` up to the last change; make it where there is none, or none that can be used.

    Reads the archive, so that a crawl may go on meanwhile. `told` is called with the changes done and to do. What an
    interrupted refresh committed is kept. Raises BadQuery without Tantivy, ArchiveBusy when another process is at it,
    CannotOpen where it cannot be written.
    """
    demand_extra()
    mark = read_mark(folder)
    index = None if rebuild or not belongs(mark, connection) else _usable(folder)
    rebuilt = index is None
    if index is None or mark is None:
        drop(folder)
        index = created(folder)
        made = last_change(connection)
        common = common_words(connection, made, spelled)
        mark = Mark(format=FORMAT, archive=identity(connection), change=0, made=made, common=common)
        write_mark(folder, mark)
    added, removed = feed(folder, connection, index, mark, told=told)
    return Fed(added=added, removed=removed, rebuilt=rebuilt)


def feed(
    folder: Path,
    connection: sqlite3.Connection,
    index: "tantivy.Index",
    mark: Mark,
    *,
    told: Callable[[int, int], None] | None = None,
) -> tuple[int, int]:
    """Put all changes after the mark into an open index, and move the mark. Returns articles added and removed."""
    total = connection.execute("SELECT count(*) FROM changes WHERE number > ?", (mark.change,)).fetchone()[0]
    if not total:
        return 0, 0
    writer = _writer(folder, index, small=total <= _PAGE)
    added = removed = committed = 0
    try:
        for rows in _pages(connection, mark.change):
            kept = _put(index, writer, rows, mark.made, mark.common)
            added, removed, mark = added + kept, removed + len(rows) - kept, replace(mark, change=rows[-1]["number"])
            if added + removed >= committed + _COMMIT:
                committed = added + removed
                _commit(folder, writer, mark)
            if told:
                told(min(added + removed, total), total)
        _commit(folder, writer, mark)
        writer.wait_merging_threads()
    except (OSError, ValueError) as error:
        raise CannotOpen(
            f"{folder}: the sidecar index cannot be written ({error}); free some space and try again"
        ) from error
    return added, removed


def _put(
    index: "tantivy.Index", writer: "tantivy.IndexWriter", rows: Sequence[dict[str, Any]], made: int, common: Common
) -> int:
    """Put the articles of one page in, in place of what was there. Returns how many there are still."""
    import tantivy

    known = [row["article_id"] for row in rows if row["number"] > made]
    if known:  # by a query: deleting by term finds no unsigned numbers (tantivy-py 0.27)
        writer.delete_documents_by_query(tantivy.Query.term_set_query(index.schema, "id", known))
    kept = [row for row in rows if row["id"] is not None]
    for row in kept:
        writer.add_document(document(row, common))
    return len(kept)


def _pages(connection: sqlite3.Connection, after: int) -> Iterator[Sequence[dict[str, Any]]]:
    while True:
        cursor = connection.execute(_CHANGED, (after,))
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, values, strict=True)) for values in cursor]
        if not rows:
            return
        yield rows
        after = rows[-1]["number"]


def _commit(folder: Path, writer: "tantivy.IndexWriter", mark: Mark) -> None:
    writer.commit()
    write_mark(folder, mark)


def _usable(folder: Path) -> "tantivy.Index | None":
    try:
        return opened(folder)
    except (OSError, ValueError):
        return None


def _writer(folder: Path, index: "tantivy.Index", *, small: bool) -> "tantivy.IndexWriter":
    try:
        return index.writer(_SMALL_HEAP, 1) if small else index.writer(_HEAP)
    except ValueError as error:
        if "lock" in str(error).lower():
            raise ArchiveBusy(f"{folder}: another process is writing the sidecar index; try again later") from error
        raise CannotOpen(f"{folder}: the sidecar index cannot be written ({error})") from error
