"""From the files that a person names to what is to be read of them: known ones are passed over, begun ones go on.

An original is referenced where it lies, or copied into the archive. It is never altered.
"""

import hashlib
import os
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from archive import store
from archive.errors import BadQuery, NoSpace
from archive.folder import transaction
from archive.foreign import Piece
from archive.pack_repair import twin_of
from archive.places import Place, place_of
from archive.salvage import copy_records
from archive.wacz_reader import Member, is_wacz, members
from archive.warc_bytes import PIECE
from archive.warc_files import OPEN, sync_folder

_RESERVE = 64 * 2**20  # bytes that stay free on the disk
_UNFIT = re.compile(r"[^\w.+-]")
_DONE = "SELECT name, position, finished FROM ingests WHERE source = ? AND member = ? AND size = ? AND modified = ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """A WARC that somebody named: a file, or a member of a WACZ."""

    path: Path
    member: Member | None = None

    @property
    def said(self) -> str:
        """How to name it to a person."""
        return f"{self.path}, {self.member.name}" if self.member else str(self.path)

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from others in the table `ingests`."""
        return str(self.path.resolve()), self.member.name if self.member else ""


def originals(path: Path) -> list[Original]:
    """Return the WARCs of a file. Raises BadQuery for one that cannot be read, or a WACZ that is not sound."""
    try:
        if not is_wacz(path):
            return [Original(path=path)]
    except OSError as error:
        raise BadQuery(f"{path}: {(error.strerror or str(error)).lower()}") from error
    return [Original(path=path, member=one) for one in members(path)]


def begin(folder: Path, connection: sqlite3.Connection, one: Original, *, copy: bool) -> Piece | None:
    """Return the first piece to read of an original, None when all of it is known. Copies it first where that is asked."""
    stat = one.path.stat()
    row = connection.execute(_DONE, (*one.key, stat.st_size, stat.st_mtime_ns)).fetchone()
    if row is None and _moved(folder, connection, one, stat):
        return None
    if row and row[2] is not None:
        return None
    if row:
        return piece_of(row[0], place_of(folder, connection, row[0]), row[1])
    name = _free_name(folder, connection, one)
    deflated = one.member is not None and one.member.deflated
    if copy or deflated:
        written = _write(folder, name, one.member.unpacked_size if one.member else stat.st_size, _copier(one))
    now = store.stamp(datetime.now(UTC))
    with transaction(connection):
        if copy or deflated:
            connection.execute(
                "INSERT INTO warc_files(name, opened, closed, length, sha256) VALUES (?, ?, ?, ?, ?)",
                (name, now, now, *written),
            )
        else:
            start, length = (one.member.start, one.member.size) if one.member else (None, None)
            connection.execute(
                "INSERT INTO warc_files(name, opened, path, start, length) VALUES (?, ?, ?, ?, ?)",
                (name, now, one.key[0], start, length),
            )
        connection.execute(
            "INSERT OR REPLACE INTO ingests(source, member, size, modified, name, position) VALUES (?, ?, ?, ?, ?, 0)",
            (*one.key, stat.st_size, stat.st_mtime_ns, name),
        )
    return piece_of(name, place_of(folder, connection, name), 0)


def piece_of(name: str, place: Place, position: int) -> Piece:
    """Return what is left to read of a file."""
    end = place.path.stat().st_size if place.end is None else place.end
    return Piece(name=name, path=place.path, start=place.start, end=end, position=max(position, place.start))


def separate(folder: Path, connection: sqlite3.Connection, piece: Piece) -> Piece:
    """Write a file whose records share gzip members into the archive, one member a record; return what to read instead."""
    name = _unused(folder, connection, re.sub(r"(\.gz|\.zst)?$", ".gz", piece.name, count=1))

    def write(target: BinaryIO) -> None:
        copy_records(piece.path, target, start=piece.start, end=piece.end)

    length, sha256 = _write(folder, name, piece.end - piece.start, write)
    now = store.stamp(datetime.now(UTC))
    with transaction(connection):
        connection.execute(
            "INSERT INTO warc_files(name, opened, closed, length, sha256) VALUES (?, ?, ?, ?, ?)",
            (name, now, now, length, sha256),
        )
        connection.execute("UPDATE ingests SET name = ?, position = 0 WHERE name = ?", (name, piece.name))
        unused = "DELETE FROM warc_files WHERE name = ? AND NOT EXISTS (SELECT 1 FROM captures WHERE file = ?)"
        connection.execute(unused, (piece.name, piece.name))
    return piece_of(name, Place(path=folder / "warc" / name), 0)


def forget(folder: Path, connection: sqlite3.Connection, name: str) -> None:
    """Let go of a file that holds no record, so that nobody needs it later; a copy of it in the archive goes too."""
    place = place_of(folder, connection, name)
    with transaction(connection):
        connection.execute("DELETE FROM ingests WHERE name = ?", (name,))
        connection.execute("DELETE FROM warc_files WHERE name = ?", (name,))
    if place.path.parent == folder / "warc":
        place.path.unlink(missing_ok=True)


def _moved(folder: Path, connection: sqlite3.Connection, one: Original, stat: os.stat_result) -> bool:
    """Say whether this is a known original at a new place; if so, remember the place."""
    member = one.key[1]
    query = (
        "SELECT i.source, i.name, w.path, w.sha256 FROM ingests i JOIN warc_files w ON w.name = i.name "
        "WHERE i.size = ? AND i.member = ? AND i.finished IS NOT NULL AND w.path IS NOT NULL"
    )
    for source, name, path, sha256 in connection.execute(query, (stat.st_size, member)).fetchall():
        if Path(path).exists():
            continue
        start, end = (one.member.start, one.member.start + one.member.size) if one.member else (0, stat.st_size)
        if _sha256(one.path, start, end) == sha256:
            with transaction(connection):
                connection.execute("UPDATE warc_files SET path = ? WHERE name = ?", (one.key[0], name))
                connection.execute(
                    "UPDATE ingests SET source = ?, modified = ? WHERE source = ? AND member = ?",
                    (one.key[0], stat.st_mtime_ns, source, member),
                )
            return True
    return False


def _free_name(folder: Path, connection: sqlite3.Connection, one: Original) -> str:
    name = one.path.name.removesuffix(OPEN)
    if one.member:
        name = f"{name}--{one.member.name.rpartition('/')[2]}"
    return _unused(folder, connection, _UNFIT.sub("_", name)[-150:].lstrip(".-"))


def _unused(folder: Path, connection: sqlite3.Connection, name: str) -> str:
    """Return the name, or one like it with a number in front, that no file of the archive has, nor would have if packed."""
    number, free = 1, name
    while (
        connection.execute("SELECT 1 FROM warc_files WHERE name IN (?, ?)", (free, twin_of(free))).fetchone()
        or connection.execute("SELECT 1 FROM captures WHERE file = ? LIMIT 1", (free,)).fetchone()
        or (folder / "warc" / free).exists()
        or (folder / "warc" / (free + OPEN)).exists()
    ):
        number += 1
        free = f"{number}-{name}"
    return free


def _copier(one: Original) -> Callable[[BinaryIO], None]:
    def write(target: BinaryIO) -> None:
        if one.member and one.member.deflated:
            with zipfile.ZipFile(one.path) as archive, archive.open(one.member.name) as stream:
                shutil.copyfileobj(stream, target, PIECE)
            return
        with one.path.open("rb") as file:
            file.seek(one.member.start if one.member else 0)
            left = one.member.size if one.member else one.path.stat().st_size
            while left and (piece := file.read(min(PIECE, left))):
                target.write(piece)
                left -= len(piece)

    return write


def _write(folder: Path, name: str, size: int, write: Callable[[BinaryIO], None]) -> tuple[int, str]:
    """Write a new file of the archive, whole or not at all; return its length and sha256. Raises NoSpace and BadQuery."""
    target = folder / "warc" / name
    part = target.with_name(name + ".part")
    if shutil.disk_usage(target.parent).free < size + _RESERVE:
        raise NoSpace(f"{target.parent}: no room for {size} bytes of {name}; free some space, or leave out --copy")
    try:
        with part.open("wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
            length = file.tell()
        part.rename(target)
        sync_folder(target.parent)
    except (zipfile.BadZipFile, EOFError) as error:
        part.unlink(missing_ok=True)
        raise BadQuery(f"{name}: cannot be unpacked ({error})") from error
    except OSError as error:
        part.unlink(missing_ok=True)
        raise NoSpace(f"{target}: cannot be written ({error.strerror}); free some space") from error
    return length, _sha256(target, 0, length)


def _sha256(path: Path, start: int, end: int) -> str:
    sha256 = hashlib.sha256()
    with path.open("rb") as file:
        file.seek(start)
        while start < end and (piece := file.read(min(PIECE, end - start))):
            sha256.update(piece)
            start += len(piece)
    return sha256.hexdigest()
