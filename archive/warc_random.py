"""Reading single records by offset, many times: files stay open, and a record is one read and one unpacking."""

import os
import zlib
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from archive.warc_container import GZIP, ZSTD, container_at
from archive.warc_reader import Record, read_at
from archive.warc_record import BLOCK_LIMIT, plain_record

if TYPE_CHECKING:
    from archive.warc_zstd import ZstdDict

_MOST_OPEN = 32
_GZIP_TAIL = 4  # ISIZE, RFC 1952 §2.3.1: the unpacked size modulo 2^32


@dataclass(frozen=True, slots=True, kw_only=True)
class _Open:
    """A file that is open, and its dictionary if it has one."""

    descriptor: int
    dictionary: "ZstdDict | None"


class OpenFiles:
    """WARC files read at random, at most 32 of them open at a time; closed at the end of a `with` block.

    For one thread. A file that is removed meanwhile can still be read as long as it is open here.
    """

    def __init__(self) -> None:
        self._files: OrderedDict[Path, _Open] = OrderedDict()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        while self._files:
            os.close(self._files.popitem()[1].descriptor)

    def record(self, path: Path, offset: int, length: int) -> Record:
        """Return the record of `length` bytes at `offset`. Raises Damage when there is none, OSError as `open` does."""
        try:
            raw = self._unpacked(path, offset, length)
            record = plain_record(raw, offset=offset, length=length)
        except ValueError:  # damaged, unusual, or too large: the careful reader says what it is
            record = None
        return record or read_at(path, offset, length)

    def _unpacked(self, path: Path, offset: int, length: int) -> bytes:
        """Return the bytes of a member or frame unpacked. Raises ValueError where it is not exactly one."""
        file = self._opened(path)
        data = os.pread(file.descriptor, length, offset)
        if len(data) < length:
            raise ValueError("the file ends inside the record")
        container = container_at(data)
        if container == ZSTD:
            from archive.warc_zstd import unpack_whole

            return unpack_whole(data, file.dictionary, BLOCK_LIMIT)
        return _unzipped(data) if container == GZIP else data

    def _opened(self, path: Path) -> _Open:
        file = self._files.get(path)
        if file is not None:
            self._files.move_to_end(path)
            return file
        if len(self._files) >= _MOST_OPEN:
            os.close(self._files.popitem(last=False)[1].descriptor)
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            dictionary = None
            if ".zst" in path.name:
                from archive.warc_zstd import read_dictionary

                dictionary = read_dictionary(lambda offset, size: os.pread(descriptor, size, offset))
        except BaseException:
            os.close(descriptor)
            raise
        file = self._files[path] = _Open(descriptor=descriptor, dictionary=dictionary)
        return file


def _unzipped(data: bytes) -> bytes:
    size = int.from_bytes(data[-_GZIP_TAIL:], "little")
    if size > BLOCK_LIMIT:
        raise ValueError("too large for one piece")
    inflate = zlib.decompressobj(wbits=31)
    try:
        raw = inflate.decompress(data, size + 1)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if not inflate.eof or inflate.unused_data:
        raise ValueError("not exactly one whole gzip member")
    return raw
