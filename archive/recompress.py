"""One WARC file in another container: the same records, byte for byte, each in a member or frame of its own."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from typing import BinaryIO

from archive.warc_bytes import Damage, Source, Stretch
from archive.warc_container import PLAIN, container_at
from archive.warc_record import BLOCK_LIMIT, plain_record, read_record
from archive.warc_zstd import noted_deflater

_LARGEST = BLOCK_LIMIT + 1024 * 1024  # bytes of a record, header included, that is taken into memory


class Unfit(Exception):
    """A file that must stay as it is; `str(error)` says why in a few words. `damaged` means that verify will say more."""

    def __init__(self, reason: str, *, damaged: bool = False) -> None:
        super().__init__(reason)
        self.damaged = damaged


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One record of a file: where its member or frame lies, in bytes; `raw` is the record unpacked, `data` as it lies there.

    `deflater` is what a packed file says of the gzip member that the record was in (archive/gzip_member.py).
    """

    offset: int
    length: int
    raw: bytes
    data: bytes
    deflater: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Where a record lay and where it lies now, in bytes."""

    old_offset: int
    old_length: int
    offset: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Recompressed:
    """What a rewriting gave. `length` and `sha256` are those of the new file, `old_sha256` that of the old."""

    moved: tuple[Moved, ...]
    length: int
    sha256: str
    old_sha256: str


def member_at(source: Source, position: int) -> Member:
    """Return the member or frame that begins at `position`, or a plain record there. Raises Unfit and Damage."""
    raw, length = source.whole(position) or _taken(source, position)
    data = bytes(source.view(position, length)[:length])
    return Member(offset=position, length=length, raw=raw or data, data=data)


def _taken(source: Source, position: int) -> tuple[bytes, int]:
    """Return what a large or damaged member or frame holds, and its length; of a plain record only the length."""
    stretch = Stretch(source, position)
    if stretch.packed:
        raw, at_end = stretch.take(_LARGEST), stretch.at_end()
    else:
        raw, at_end = b"", read_record(stretch, shared=False, limit=BLOCK_LIMIT).length <= _LARGEST
    if not at_end:
        raise Unfit(f"offset {position}: a record too large for the memory")
    return raw, stretch.end - position


def members(path: Path, *, watch: Callable[[memoryview], None] | None = None) -> Iterator[Member]:
    """Yield the records of a compressed file that has one in each member or frame; `watch` gets every byte of the file.

    Raises Unfit for any other file, OSError when it cannot be read.
    """
    with Source(path, watch=watch) as source:
        try:
            position = 0
            deflater: str | None = None
            while (place := source.past_skippable(position)) < source.end:
                deflater, position = _noted(source, position, place) or deflater, place
                if container_at(source.view(position, 4)[:4]) == PLAIN:
                    raise Unfit(f"offset {position}: the record is not compressed")
                member = member_at(source, position)
                if plain_record(member.raw, offset=position, length=member.length) is None:
                    raise Unfit(f"offset {position}: {_why_not(source, position)}")
                yield replace(member, deflater=deflater)
                position += member.length
        except Damage as damage:
            raise Unfit(str(damage), damaged=True) from damage


def _why_not(source: Source, position: int) -> str:
    if read_record(Stretch(source, position), shared=False, limit=BLOCK_LIMIT).member_shared:
        return "several records share one gzip member"
    return "not exactly one record written as WARC 1.1 wants it"


def recompress(
    path: Path,
    target: BinaryIO,
    *,
    head: bytes,
    pack: Callable[[Member], tuple[bytes, bytes]],
    told: Callable[[int], None],
) -> Recompressed:
    """Write the records of `path` to `target`, behind `head`, each through `pack`. Raises Unfit and OSError.

    `pack` returns the new member or frame of a record, and what stands before it. `told` hears how many bytes of the old
    file each record took.
    """
    old_sha256, sha256 = hashlib.sha256(), hashlib.sha256(head)
    moved, end = [], len(head)
    target.write(head)
    for member in members(path, watch=old_sha256.update):
        before, data = pack(member)
        target.write(before + data)
        sha256.update(before + data)
        end += len(before)
        moved.append(Moved(old_offset=member.offset, old_length=member.length, offset=end, length=len(data)))
        end += len(data)
        told(member.length)
    return Recompressed(moved=tuple(moved), length=end, sha256=sha256.hexdigest(), old_sha256=old_sha256.hexdigest())


def _noted(source: Source, position: int, end: int) -> str | None:
    """Return what the skippable frames from `position` to `end` say of the gzip members behind them."""
    noted = None
    while position < end:
        frame = source.view(position, 200)[: end - position]
        noted = noted_deflater(frame) or noted
        position += 8 + int.from_bytes(frame[4:8], "little")
    return noted


def check_same(old: Path, new: Path, made: Recompressed) -> None:
    """Read both files from the disk and compare every record and its place. Raises Unfit where they differ."""
    sha256 = hashlib.sha256()
    places = iter(made.moved)
    for before, after in zip_longest(members(old), members(new, watch=sha256.update)):
        place = next(places, None)
        if before is None or after is None or place is None or before.raw != after.raw:
            raise Unfit("what was written does not read back as the same records", damaged=True)
        if (after.offset, after.length) != (place.offset, place.length):
            raise Unfit("what was written does not lie where it should", damaged=True)
    if sha256.hexdigest() != made.sha256:
        raise Unfit("what was written does not read back as the same bytes", damaged=True)
