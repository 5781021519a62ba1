"""A smaller archive.db: the articles found with their versions, photos, files, captures and both full-text indexes.

The file is an archive's database like any other: named archive.db in a folder of its own, `tintinh search --archive FOLDER`
opens it. What belongs to crawling (runs' reports apart) stays behind, and so do the WARC files: the rows of `captures` and
`warc_files` say which they are, the side file lists them, and a row of `runs` says it to `verify`.
"""

import errno
import json
import sqlite3
from array import array
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from archive import schema
from archive.export.selection import Selection, Written
from archive.places import note_elsewhere
from archive.store import stamp

_BATCH = 500
# For a batch of article ids, as a JSON array in ?1: the rows that go along, in this order.
_BY_ARTICLE = {
    "articles": "id IN (SELECT value FROM json_each(?1))",
    "versions": "article_id IN (SELECT value FROM json_each(?1))",
    "photos": "article_id IN (SELECT value FROM json_each(?1))",
    "attachments": "article_id IN (SELECT value FROM json_each(?1))",
    "facets": "article_id IN (SELECT value FROM json_each(?1))",
    "duplicates": "article_id IN (SELECT value FROM json_each(?1))",
    "aliases": "article_id IN (SELECT value FROM json_each(?1))",
}
# For what is then in the new file: which column of ours names which rows there.
_BY_REFERENCE = (
    ("captures", "id", "SELECT capture_id FROM articles UNION SELECT capture_id FROM versions"),
    ("captures", "id", "SELECT refers_to FROM captures WHERE refers_to NOT IN (SELECT id FROM captures)"),  # revisits
    ("problems", "capture_id", "SELECT id FROM captures"),
    ("warc_files", "name", "SELECT file FROM captures"),
    (
        "runs",
        "id",
        "SELECT run_id FROM captures UNION SELECT run_id FROM warc_files UNION SELECT run_id FROM problems",
    ),
    ("sites", "id", "SELECT site_id FROM articles"),
    ("provinces", "id", "SELECT province_id FROM sites"),
    ("sections", "id", "SELECT section FROM facets"),
)
# The first four serve crawling, two what was taken in; the others follow from the texts, made when somebody asks.
LEFT_EMPTY = frozenset(
    {"frontier", "hosts", "signatures", "shapes", "ingests", "merges", "vocab", "stories", "story_bands", "unindexed"}
)
COPIED = {"unread", "changes"} | frozenset(_BY_ARTICLE) | {table for table, _, _ in _BY_REFERENCE}


def write(selection: Selection, path: Path) -> Written:
    """Write the database to a path where nothing is. Raises OSError (ENOSPC) when the disk is full."""
    ids = array("q", selection.ids)  # 8 bytes each; in the order of ids a table and an index fill fastest
    ids.reverse()
    with _filling(), closing(sqlite3.connect(path, isolation_level=None)) as target:
        target.execute("PRAGMA journal_mode = OFF")  # nobody sees the file before it is whole
        target.execute("PRAGMA synchronous = OFF")
        schema.upgrade(target)
        triggers = _without_triggers(target)
        target.execute("BEGIN")
        for start in range(0, len(ids), _BATCH):
            wanted = json.dumps(ids[start : start + _BATCH].tolist())
            for table, condition in _BY_ARTICLE.items():
                _copy(selection.connection, target, table, condition, wanted)
        for table, column, references in _BY_REFERENCE:
            _copy_referenced(selection.connection, target, table, column, references)
        for table in ("articles_exact", "articles_folded"):
            target.execute(f"INSERT INTO {table}({table}) VALUES ('rebuild')")
        target.execute("INSERT INTO unread(article_id) SELECT id FROM articles")
        target.execute("INSERT INTO changes SELECT id, row_number() OVER (ORDER BY id) FROM articles")
        for trigger in triggers:
            target.execute(trigger)
        files = [name for (name,) in target.execute("SELECT DISTINCT file FROM captures ORDER BY file")]
        note_elsewhere(target, files, at=stamp(datetime.now(UTC)), articles=len(ids))
        target.execute("COMMIT")
    return Written(count=len(ids), remarks={"warc_files": files, "warc_files_included": False})


def _without_triggers(target: sqlite3.Connection) -> list[str]:
    """Drop the triggers that index row by row, and return their text: one rebuild at the end is faster."""
    found = target.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in found:
        target.execute(f"DROP TRIGGER {name}")
    return [text for _, text in found]


def _copy_referenced(
    source: sqlite3.Connection, target: sqlite3.Connection, table: str, column: str, references: str
) -> None:
    """Copy the rows of a table whose column is named by a SELECT over the new file."""
    named = target.execute(f"SELECT DISTINCT * FROM ({references}) ORDER BY 1").fetchall()
    for batch in _batched([value for (value,) in named if value is not None]):
        _copy(source, target, table, f"{column} IN (SELECT value FROM json_each(?1))", json.dumps(batch))


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, table: str, condition: str, wanted: str) -> None:
    cursor = source.execute(f"SELECT * FROM {table} WHERE {condition} ORDER BY rowid", (wanted,))
    names = [column[0] for column in cursor.description]
    insert = f"INSERT INTO {table}({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
    target.executemany(insert, cursor)


def _batched(values: Sequence[object]) -> Iterator[Sequence[object]]:
    return (values[start : start + _BATCH] for start in range(0, len(values), _BATCH))


@contextmanager
def _filling() -> Iterator[None]:
    """Tell a full disk under the new file from trouble with the archive, which is only read."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            raise OSError(errno.ENOSPC, str(error)) from error
        raise
