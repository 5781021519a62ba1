"""`verify --salvage`: the readable records of a damaged file, in a new one. The original is only read."""

import os
import zlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from archive.errors import BadQuery, NoSpace
from archive.warc_bytes import PIECE, Damage, Source
from archive.warc_container import ZSTD, container_of
from archive.warc_files import final_name, sync_folder
from archive.warc_reader import Record, survey

_LEVEL = 6
_PART = ".part"
_ENDINGS = (".warc.gz", ".arc.gz", ".warc.zst", ".warc", ".arc", ".gz")


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """A stretch of a file in which no record can be read: `bytes` of them from `offset` on, and why.

    `url` and `record_id` name the record there, where its header can still be read.
    """

    offset: int
    bytes: int
    reason: str
    url: str | None
    record_id: str | None


class Copy:
    """Writes records to a new file as they are read: those with a place of their own byte for byte, packed as they were.

    Records that share a gzip member get a member each, and so does each of a zstd file (`packing`: its frames say
    nothing without the dictionary); their unpacked bytes stay the same. Give `tap` to what reads.
    """

    def __init__(self, target: BinaryIO, *, packing: bool = False) -> None:
        self._target = target
        self.packing = packing
        self._packing = zlib.compressobj(_LEVEL, wbits=31)
        self._packed = bytearray()
        self.records = 0

    def tap(self, piece: bytes) -> None:
        """Take the unpacked bytes of the record that is being read."""
        self._packed += self._packing.compress(piece)

    def forget(self) -> None:
        """Drop what was taken: it was damaged, or its bytes are copied as they are."""
        self._packing = zlib.compressobj(_LEVEL, wbits=31)
        self._packed = bytearray()

    def take(self, record: Record, source: Source) -> None:
        """Write a record that was read whole."""
        self.records += 1
        if self.packing or record.member_shared:
            self._target.write(self._packed + self._packing.flush())
        else:
            position, end = record.offset, record.offset + record.length
            while position < end:
                piece = source.view(position)[: min(PIECE, end - position)]
                self._target.write(piece)
                position += len(piece)
        self.forget()


def salvage(path: Path, output: Path | None, *, progress: Callable[[int, int], None] | None = None) -> dict[str, Any]:
    """Write every readable record of `path` to a new file, by default beside it. Returns what was kept and what was lost.

    The report has `file`, `output` (null when there is no record), `records`, `bytes` (of the new file) and `lost`.
    Raises BadQuery when the file cannot be read, or the output exists or cannot be written; NoSpace when there is no
    room. Nothing half written is left behind.
    """
    target = output or _beside(path)
    if not path.is_file():
        raise BadQuery(f"{path}: no such file")
    if target.exists():
        raise BadQuery(f"{target}: exists already; name another file with -o")
    if ".zst" in target.suffixes:
        raise BadQuery(f"{target}: what is salvaged is not written as .zst; name a .warc.gz with -o")
    part = target.with_name(target.name + _PART)
    try:
        with part.open("wb") as file:
            records, lost = copy_records(path, file, progress=progress)
            file.flush()
            os.fsync(file.fileno())
            size = file.tell()
        if records:
            part.rename(target)
            sync_folder(target.parent)
        else:  # an empty WARC is none
            part.unlink()
    except OSError as error:
        part.unlink(missing_ok=True)
        if error.filename or isinstance(error, PermissionError):
            raise BadQuery(f"{error.filename or target}: {error.strerror}") from error
        raise NoSpace(
            f"{target}: cannot be written ({error.strerror}); free some space, or name another file with -o"
        ) from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    losses = [asdict(one) for one in lost]
    return {
        "file": str(path),
        "output": str(target) if records else None,
        "records": records,
        "bytes": size,
        "lost": losses,
    }


def copy_records(
    path: Path,
    target: BinaryIO,
    *,
    start: int = 0,
    end: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[int, list[Loss]]:
    """Write the readable records between two offsets to an open file; return how many, and what could not be read."""
    lost = []
    with (
        Source(path, start=start, end=end, head=start) as source,
        Source(path, start=start, end=end, head=start) as verbatim,
    ):
        copy = Copy(target, packing=container_of(path.name, source.view(start, 4)[:4]) == ZSTD)
        for item in _items(source, start, copy):
            if isinstance(item, Record):
                copy.take(item, verbatim)
            else:
                copy.forget()
                lost.append(_loss(item, source.end))
            if progress:
                progress(item.offset - start, source.end - start)
        if progress:
            progress(source.end - start, source.end - start)
    return copy.records, lost


def _items(source: Source, start: int, copy: Copy) -> Iterator[Record | Damage]:
    """Survey a file; from the first record that must be packed anew on, with the bytes of each record."""
    if copy.packing:
        yield from survey(source, start=start, tap=copy.tap)
        return
    for item in survey(source, start=start):
        if isinstance(item, Record) and item.member_shared:
            yield from survey(source, start=item.offset, tap=copy.tap)
            return
        yield item


def _loss(damage: Damage, end: int) -> Loss:
    until = end if damage.resumes is None else damage.resumes
    return Loss(
        offset=damage.offset,
        bytes=until - damage.offset,
        reason=damage.reason,
        url=damage.url,
        record_id=damage.record_id,
    )


def _beside(path: Path) -> Path:
    """Return `crawl.salvaged.warc.gz` for `crawl.warc.gz`, and for `crawl.warc.zst`."""
    name = final_name(path)
    ending = next((one for one in _ENDINGS if name.lower().endswith(one)), "")
    stem = name[: len(name) - len(ending)]
    return path.with_name(f"{stem}.salvaged{name[len(stem) :].replace('.zst', '.gz')}")
