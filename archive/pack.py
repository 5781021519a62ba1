"""`pack` and `unpack`: closed WARC files written anew in the other container, one by one, with nothing lost on the way.

A new file is written, synced, read back and compared record by record. One transaction then moves the captures, and only
when that is on the disk the old file goes. archive/pack_repair.py says what happens after a kill.
"""

import errno
import os
import shutil
import sqlite3
from collections.abc import Callable, Collection
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, Literal, TypeAlias

from archive.errors import NoSpace
from archive.folder import transaction
from archive.gzip_member import EARLIER, UNKNOWN, gzip_member, made_by
from archive.pack_repair import GZIP_NAME, PART, ZSTD_NAME, settle, twin_of
from archive.page_dictionary import dictionary_for
from archive.recompress import Member, Recompressed, Unfit, check_same, recompress
from archive.warc_bytes import Damage
from archive.warc_files import sync_folder
from archive.warc_zstd import FrameWriter, ZstdDict, deflater_frame, dictionary_frame

Way: TypeAlias = Literal["pack", "unpack"]
_RESERVE = 64 * 1024 * 1024  # bytes that stay free on the disk, as while crawling
_LEAST_GAIN = 0.05  # a file that would not shrink by this share stays as it is
_MOVE = """
UPDATE captures SET file = ?,
  offset = (SELECT m.offset FROM temp.moved m WHERE m.old_offset = captures.offset),
  length = (SELECT m.length FROM temp.moved m WHERE m.old_offset = captures.offset),
  request_offset = (SELECT m.offset FROM temp.moved m WHERE m.old_offset = captures.request_offset),
  request_length = (SELECT m.length FROM temp.moved m WHERE m.old_offset = captures.request_offset),
  group_end = coalesce((SELECT m.offset + m.length FROM temp.moved m WHERE m.old_end = captures.group_end), 0)
WHERE file = ?
"""
_LOST = """
SELECT count(*) FROM captures c WHERE c.file = ? AND (
  NOT EXISTS (SELECT 1 FROM temp.moved m WHERE (m.old_offset, m.old_length) = (c.offset, c.length))
  OR c.request_offset IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM temp.moved m WHERE (m.old_offset, m.old_length) = (c.request_offset, c.request_length)))
"""
_FILES = """
SELECT name, length, sha256, original_sha256 FROM warc_files
WHERE closed IS NOT NULL AND name LIKE '%' || ? AND name NOT IN (SELECT name FROM ingests) ORDER BY name
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileResult:
    """What became of one file. `before` and `after` are its size in bytes; `after` is None where it stays as it is.

    `becomes` is the new name. `left` says why it stays, `damaged` that verify will tell more. `original` is true when
    unpacking gave the very file that was packed, byte for byte.
    """

    file: str
    before: int
    after: int | None = None
    becomes: str | None = None
    records: int = 0
    left: str | None = None
    damaged: bool = False
    original: bool | None = None

    def as_dict(self) -> dict[str, object]:
        """Return the result as JSON has it."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """A closed file as the table warc_files has it."""

    path: Path
    length: int
    sha256: str | None
    original_sha256: str | None


def files_to_do(folder: Path, connection: sqlite3.Connection, way: Way, only: Collection[str]) -> list[_File]:
    """Return the closed files of the other container; with `only`, those that hold captures of these sites.

    Files that others made stay as they are, also those that were copied into the archive.
    """
    files = []
    for name, length, sha256, original in connection.execute(_FILES, (GZIP_NAME if way == "pack" else ZSTD_NAME,)):
        marks = ", ".join("?" * len(only))
        wanted = f"SELECT 1 FROM captures WHERE file = ? AND site_id IN ({marks}) LIMIT 1"
        if only and not connection.execute(wanted, (name, *only)).fetchone():
            continue
        path = folder / "warc" / name
        if path.is_file():  # verify tells of one that is not there
            files.append(_File(path=path, length=length, sha256=sha256, original_sha256=original))
    return files


def files_of_others(connection: sqlite3.Connection, way: Way) -> int:
    """Return how many files `pack` leaves alone because `ingest` took them in; `unpack` would have nothing to do with them."""
    if way == "unpack":
        return 0
    query = "SELECT count(*) FROM warc_files WHERE closed IS NOT NULL AND name IN (SELECT name FROM ingests)"
    return int(connection.execute(query).fetchone()[0])


def rewrite_file(
    connection: sqlite3.Connection, file: _File, way: Way, *, dry_run: bool, told: Callable[[int], None]
) -> FileResult:
    """Rewrite one file in the other container. Raises NoSpace; nothing has changed then.

    Needs the archive's lock, and a connection with `PRAGMA synchronous = FULL`: the old file goes when the commit is on
    the disk, not before. `dry_run` writes nothing and needs neither.
    """
    try:
        if dry_run:
            with Path(os.devnull).open("wb") as nowhere:
                made, _ = _write(connection, file, way, nowhere, told)
            _check_gain(file, made, way)
            return _result(file, made, way)
        return _rewrite(connection, file, way, told)
    except Unfit as unfit:
        return FileResult(file=file.path.name, before=file.length, left=str(unfit), damaged=unfit.damaged)
    except Damage as damage:
        return FileResult(file=file.path.name, before=file.length, left=str(damage), damaged=True)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise NoSpace(f"{file.path}: no room to write it anew ({error.strerror}); nothing is lost") from error
        reason = f"cannot be rewritten ({error.strerror or error})"
        return FileResult(file=file.path.name, before=file.length, left=reason, damaged=True)


def _rewrite(connection: sqlite3.Connection, file: _File, way: Way, told: Callable[[int], None]) -> FileResult:
    warcs, name = file.path.parent, _new_name(file)
    part, target = warcs / (name + PART), warcs / name
    if target.exists():
        raise Unfit(f"{name} is there already")
    _check_room(file)
    with ExitStack() as stack:
        stack.callback(settle, warcs, connection)  # whatever happens: what the database says decides what stays
        with part.open("wb") as stream:
            made, dictionary_id = _write(connection, file, way, stream, told)
            stream.flush()
            os.fsync(stream.fileno())
        _check_gain(file, made, way)
        check_same(file.path, part, made)
        part.rename(target)
        sync_folder(warcs)
        with transaction(connection):
            _move(connection, file, name, made, dictionary_id if way == "pack" else None)
    return _result(file, made, way)


def _write(
    connection: sqlite3.Connection, file: _File, way: Way, stream: BinaryIO, told: Callable[[int], None]
) -> tuple[Recompressed, int | None]:
    """Write the new file; return what was written and the id of its dictionary. Raises Unfit, Damage and OSError."""
    if way == "pack":
        dictionary = dictionary_for(file.path, connection)
        head = dictionary_frame(dictionary) if dictionary else b""
        made = recompress(file.path, stream, head=head, pack=_packer(dictionary), told=told)
        dictionary_id = dictionary.dict_id if dictionary else None
    else:
        made = recompress(file.path, stream, head=b"", pack=_unpack, told=told)
        dictionary_id = None
    if file.sha256 is not None and made.old_sha256 != file.sha256:
        raise Unfit("the file is not the one that was closed (its sha256 differs)", damaged=True)
    return made, dictionary_id


def _packer(dictionary: ZstdDict | None) -> Callable[[Member], tuple[bytes, bytes]]:
    """Return what packs a record, behind a note where another deflater made its gzip member than the one before."""
    frames, noted = FrameWriter(dictionary), ""

    def pack(member: Member) -> tuple[bytes, bytes]:
        nonlocal noted
        name = made_by(member.data, member.raw, likely=noted) or UNKNOWN
        note, noted = b"" if name == noted else deflater_frame(name), name
        return note, frames.frame(member.raw)

    return pack


def _unpack(member: Member) -> tuple[bytes, bytes]:
    return b"", gzip_member(member.raw, deflater=member.deflater or EARLIER)


def _check_gain(file: _File, made: Recompressed, way: Way) -> None:
    if way == "pack" and made.length > file.length * (1 - _LEAST_GAIN):
        raise Unfit(f"there is nothing to gain ({made.length} bytes instead of {file.length})")


def _check_room(file: _File) -> None:
    free = shutil.disk_usage(file.path.parent).free
    if free < file.length * 2 + _RESERVE:
        raise NoSpace(f"{file.path}: too little room on the disk to write it anew; free some. Nothing has changed")


def _move(
    connection: sqlite3.Connection, file: _File, name: str, made: Recompressed, dictionary_id: int | None
) -> None:
    """Let the rows point into the new file. Raises Unfit when a row points to no record; nothing is kept then."""
    connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS moved"
        "(old_offset INTEGER PRIMARY KEY, old_length INTEGER, old_end INTEGER UNIQUE, offset INTEGER, length INTEGER)"
    )
    connection.execute("DELETE FROM temp.moved")
    places = (
        (one.old_offset, one.old_length, one.old_offset + one.old_length, one.offset, one.length) for one in made.moved
    )
    connection.executemany("INSERT INTO temp.moved VALUES (?, ?, ?, ?, ?)", places)
    (lost,) = connection.execute(_LOST, (file.path.name,)).fetchone()
    if lost:
        raise Unfit(f"{lost} captures of the database point to no record in it", damaged=True)
    connection.execute(_MOVE, (name, file.path.name))
    origin = (file.path.name, file.length, made.old_sha256) if name.endswith(ZSTD_NAME) else (None, None, None)
    connection.execute(
        "UPDATE warc_files SET name = ?, length = ?, sha256 = ?, dictionary_id = ?, "
        "original_name = ?, original_length = ?, original_sha256 = ? WHERE name = ?",
        (name, made.length, made.sha256, dictionary_id, *origin, file.path.name),
    )


def _result(file: _File, made: Recompressed, way: Way) -> FileResult:
    return FileResult(
        file=file.path.name,
        before=file.length,
        after=made.length,
        becomes=_new_name(file),
        records=len(made.moved),
        original=made.sha256 == file.original_sha256 if way == "unpack" else None,
    )


def _new_name(file: _File) -> str:
    name = twin_of(file.path.name)
    assert name, "only such files are chosen"
    return name
