"""What a `pack` or `unpack` that was killed leaves behind, and how the next run puts it right.

A file is rewritten under a name ending in `.part`, and gets its own name when it is whole. Then one transaction moves
the captures to it, and the old file is removed. So a kill leaves a `.part`, or two files with the same records of which
the database knows one: the other is not needed any more, or not yet.
"""

import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from archive.warc_files import sync_folder

GZIP_NAME, ZSTD_NAME = ".warc.gz", ".warc.zst"
PART = ".part"


def twin_of(name: str) -> str | None:
    """Return the name of the file with the same records in the other container; None for other names."""
    if name.endswith(GZIP_NAME):
        return name.removesuffix(GZIP_NAME) + ZSTD_NAME
    return name.removesuffix(ZSTD_NAME) + GZIP_NAME if name.endswith(ZSTD_NAME) else None


def leftovers(warcs: Path, connection: sqlite3.Connection) -> Iterator[Path]:
    """Yield the files that are the unknown one of two with the same records."""
    for path in sorted(warcs.glob(f"*{ZSTD_NAME}")):
        old = warcs / (path.name.removesuffix(ZSTD_NAME) + GZIP_NAME)
        if not old.exists():
            continue
        known = [one for one in (old, path) if _row(connection, one.name)]
        if len(known) == 1:
            yield path if known == [old] else old


def settle(warcs: Path, connection: sqlite3.Connection) -> list[str]:
    """Remove what an interrupted `pack` or `unpack` left; return the names. Needs the archive's lock.

    One of two files goes only when the other, which the database knows, is on the disk as it was recorded.
    """
    unfinished = [path for name in (GZIP_NAME, ZSTD_NAME) for path in warcs.glob(f"*{name}{PART}")]
    doomed = [path for path in leftovers(warcs, connection) if _is_as_recorded(warcs, connection, twin_of(path.name))]
    for path in (*unfinished, *doomed):
        path.unlink()
    if unfinished or doomed:
        sync_folder(warcs)
    return sorted(path.name for path in (*unfinished, *doomed))


def was_rewritten(connection: sqlite3.Connection, name: str) -> bool:
    """Say whether the database knows the records of a file under the name of its twin only."""
    twin = twin_of(name)
    return twin is not None and _row(connection, twin) is not None and _row(connection, name) is None


def _row(connection: sqlite3.Connection, name: str) -> tuple[int, str] | None:
    row: tuple[int, str] | None = connection.execute(
        "SELECT length, sha256 FROM warc_files WHERE name = ? AND closed IS NOT NULL", (name,)
    ).fetchone()
    return row


def _is_as_recorded(warcs: Path, connection: sqlite3.Connection, name: str | None) -> bool:
    row = _row(connection, name) if name else None
    if row is None:
        return False
    with (warcs / str(name)).open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        return (file.tell(), sha256) == row
