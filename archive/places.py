"""Where the bytes of a file of captures lie: in the archive's own folder, or where an ingested original is."""

import json
import sqlite3
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from archive.warc_files import path_of

_PART = "export"  # the command of the run that says that a database is a part of another archive's
_ELSEWHERE = f"SELECT json_extract(report, '$.elsewhere') FROM runs WHERE command = '{_PART}' AND report IS NOT NULL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A file on disk, and the part of it that counts: from `start` to `end` (None: to its end), in bytes.

    Only a WARC inside a WACZ begins and ends within its file. Offsets of captures count from the file's own beginning.
    """

    path: Path
    start: int = 0
    end: int | None = None


def place_of(folder: Path, connection: sqlite3.Connection, name: str) -> Place:
    """Return where the file is that `captures.file` calls by this name. Nothing says that it is still there."""
    query = "SELECT path, start, length FROM warc_files WHERE name = ? AND path IS NOT NULL"
    row = connection.execute(query, (name,)).fetchone()
    if row is None:
        return Place(path=path_of(folder / "warc", name))
    path, start, length = row
    return Place(path=Path(path)) if start is None else Place(path=Path(path), start=start, end=start + length)


def places(folder: Path, connection: sqlite3.Connection) -> Callable[[str], Place]:
    """Return what finds the files of an archive by their names."""
    return partial(place_of, folder, connection)


def note_elsewhere(connection: sqlite3.Connection, names: Collection[str], *, at: str, articles: int) -> None:
    """Note in a database that is a part of another that these WARC files stayed with it; `at` is now, as the tables hold it."""
    report = {"elsewhere": sorted(names), "total": {"articles": articles}}
    connection.execute(
        "INSERT INTO runs(command, started, finished, exit_code, report) VALUES (?, ?, ?, 0, ?)",
        (_PART, at, at, json.dumps(report, ensure_ascii=False)),
    )


def files_elsewhere(connection: sqlite3.Connection) -> frozenset[str]:
    """Return the names of the WARC files that stayed with the archive of which this one is a part (`export sqlite`)."""
    return frozenset(name for (names,) in connection.execute(_ELSEWHERE) for name in json.loads(names or "[]"))
