"""Putting a WARC file right after a kill or a power cut: adopt whole records, copy what is torn, cut it.

Nothing is cut before a copy of it is on the disk. No SQL here: the caller knows the committed end and
commits what is adopted.
"""

import errno
import hashlib
import os
from dataclasses import dataclass, replace
from pathlib import Path

from archive.errors import NoSpace
from archive.warc_bytes import PIECE
from archive.warc_files import final_name, sync_folder
from archive.warc_reader import Damage, Record, records


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """What was found behind the committed end of a file, and what was done.

    `adopted` are the whole records there, in order and without their blocks (`read_at` reads them again).
    `good_end` is the length of the file now, `cut` the number of bytes cut off, `damaged_copy` where they
    are kept. `missing` counts the bytes by which the file is shorter than the committed end; such a file is
    not touched.
    """

    adopted: tuple[Record, ...] = ()
    good_end: int
    cut: int = 0
    damaged_copy: Path | None = None
    missing: int = 0


def repair_tail(path: Path, committed_end: int) -> Repair:
    """Make the file end with its last whole record at or behind `committed_end` (bytes).

    A response is adopted even when its request is torn. Bytes that are no whole record go to
    `<name>.damaged` beside the file and are then cut off. Doing it twice changes nothing. Raises OSError
    when the file cannot be read or written, NoSpace when there is no room for the copy (nothing is cut then).
    """
    size = path.stat().st_size
    if size < committed_end:
        return Repair(good_end=size, missing=committed_end - size)
    adopted, good_end = [], committed_end
    try:
        for record in records(path, start=committed_end):
            if record.flaws or record.member_shared:
                break  # not written by us: a whole member of ours has neither
            adopted.append(replace(record, block=b""))
            good_end = record.offset + record.length
    except Damage:
        pass
    copy = _cut(path, good_end) if size > good_end else None
    return Repair(adopted=tuple(adopted), good_end=good_end, cut=size - good_end, damaged_copy=copy)


def finish(path: Path) -> tuple[str, int, str] | None:
    """Close a repaired `.open` file: sync it and give it its final name.

    Returns name, length and sha256 in hex, for the table warc_files. An empty file is removed instead and
    gives None: it holds nothing, and an empty WARC is no WARC. Raises FileExistsError rather than replace
    a file.
    """
    name = final_name(path)
    if not path.stat().st_size:
        path.unlink()
        sync_folder(path.parent)
        return None
    target = path.with_name(name)
    if target.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    with path.open("rb") as file:
        os.fsync(file.fileno())
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        length = file.tell()
    path.rename(target)
    sync_folder(path.parent)
    return name, length, sha256


def _cut(path: Path, good_end: int) -> Path:
    """Copy everything behind `good_end` to a new file, then cut it off. Both are on the disk on return."""
    copy = _free_name(path)
    try:
        with path.open("r+b") as file, copy.open("xb") as kept:
            file.seek(good_end)
            while piece := file.read(PIECE):
                kept.write(piece)
            kept.flush()
            os.fsync(kept.fileno())
            sync_folder(copy.parent)
            os.ftruncate(file.fileno(), good_end)
            os.fsync(file.fileno())
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise NoSpace(
                f"{copy}: no room to copy the torn end of the file; free some space. Nothing was cut"
            ) from error
        raise
    return copy


def _free_name(path: Path) -> Path:
    copy, number = path.with_name(final_name(path) + ".damaged"), 1
    while copy.exists():
        number += 1
        copy = path.with_name(f"{final_name(path)}.damaged.{number}")
    return copy
