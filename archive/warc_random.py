"""Reading single records by offset, many times: files stay open, and a record is one read and one unpacking."""

import os
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Self

from archive.places import Place
from archive.warc_container import GZIP, ZSTD, container_at, is_skippable
from archive.warc_reader import Record, read_at
from archive.warc_record import BLOCK_LIMIT, plain_record
from scraper.gunzip import gunzip_whole

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

    `find` says where the file of a name is. For one thread. A file that is renamed or removed meanwhile can still be
    read as long as it is open here.
    """

    def __init__(self, find: Callable[[str], Place]) -> None:
        self._find = find
        self._files: OrderedDict[str, _Open] = OrderedDict()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        while self._files:
            os.close(self._files.popitem()[1].descriptor)

    def record(self, name: str, offset: int, length: int) -> Record:
        """Return the record of `length` bytes at `offset` of the file that `captures.file` calls by this name.

        Raises Damage when there is none, OSError as `open` does.
        """
        file = self._files.get(name) or self._open(name)
        try:
            record = plain_record(_unpacked(file, offset, length), offset=offset, length=length)
        except ValueError:  # damaged, unusual, or too large: the careful reader says what it is
            record = None
        if record is None:
            place = self._find(name)
            record = read_at(place.path, offset, length, head=place.start)
        return record

    def _open(self, name: str) -> _Open:
        if len(self._files) >= _MOST_OPEN:
            os.close(self._files.popitem(last=False)[1].descriptor)
        place = self._find(name)
        descriptor = os.open(place.path, os.O_RDONLY | os.O_CLOEXEC)
        dictionary = None
        if is_skippable(os.pread(descriptor, 4, place.start)):
            from archive.warc_zstd import read_dictionary

            with suppress(ValueError):  # frames that need it will not unpack, and the careful reader says why
                dictionary = read_dictionary(lambda offset, size: os.pread(descriptor, size, place.start + offset))
        file = self._files[name] = _Open(descriptor=descriptor, dictionary=dictionary)
        return file


def _unpacked(file: _Open, offset: int, length: int) -> bytes:
    """Return the bytes of a member or frame unpacked. Raises ValueError where it is not exactly one."""
    data = os.pread(file.descriptor, length, offset)
    if len(data) < length:
        raise ValueError("the file ends inside the record")
    container = container_at(data)
    if container == ZSTD:
        from archive.warc_zstd import unpack_whole

        return unpack_whole(data, file.dictionary, BLOCK_LIMIT)
    return _unzipped(data) if container == GZIP else data


def _unzipped(data: bytes) -> bytes:
    size = int.from_bytes(data[-_GZIP_TAIL:], "little")
    if not 0 < size <= BLOCK_LIMIT:  # 0 would allow any size
        raise ValueError("too large for one piece, or empty")
    whole = gunzip_whole(data, size + 1)
    if whole is None or whole[1] != len(data):
        raise ValueError("not exactly one whole gzip member")
    return whole[0]
