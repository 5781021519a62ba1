"""The bytes of a WARC file: read by position, unpacked gzip member by gzip member, in bounded memory."""

import os
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Protocol

GZIP = b"\x1f\x8b\x08"  # RFC 1952 §2.3.1, with the only compression method there is
PIECE = 256 * 1024
FEED = 16 * 1024  # deflate grows at most 1032-fold, so one pull unpacks 16 MiB at most
_MOST_AT_ONCE = 64 * 1024 * 1024
HEADER_LIMIT = 1024 * 1024


class Damage(Exception):
    """A place where no whole record can be read.

    `offset` is where the record or gzip member begins, `code` a stable word, `reason` a sentence. `url`
    and `record_id` are known when the record's header could still be read. `resumes` is where the next
    readable record begins, or the end of the file; None when nobody has looked for it.
    """

    def __init__(
        self, offset: int, reason: str, *, code: str, url: str | None = None, record_id: str | None = None
    ) -> None:
        super().__init__(f"offset {offset}: {reason}")
        self.offset = offset
        self.reason = reason
        self.code = code
        self.url = url
        self.record_id = record_id
        self.resumes: int | None = None


class Source:
    """A file from `start` to `end`, read by position in large pieces.

    `watch` gets every byte exactly once and in order, even where reading goes back: a digest of the file
    costs no second pass. Raises OSError when the file cannot be opened or read.
    """

    def __init__(
        self, path: Path, *, start: int = 0, end: int | None = None, watch: Callable[[memoryview], None] | None = None
    ) -> None:
        self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        size = os.fstat(self._descriptor).st_size
        self.path = path
        self.start = start
        self.end = size if end is None else min(size, end)
        self._watch = watch
        self._watched = start
        self._piece = b""
        self._piece_start = start

    def __enter__(self) -> "Source":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._descriptor)

    def view(self, position: int, least: int = 1) -> memoryview:
        """Return bytes from `position` on: at least `least` of them, fewer only at the end."""
        begin = position - self._piece_start
        if begin < 0 or len(self._piece) - begin < min(least, self.end - position):
            self._fetch(position, max(least, PIECE))
            begin = 0
        return memoryview(self._piece)[begin:]

    def find(self, pattern: bytes, position: int) -> int:
        """Return where `pattern` next occurs at or after `position`, or -1."""
        while position < self.end:
            self.view(position, len(pattern))
            hit = self._piece.find(pattern, position - self._piece_start)
            if hit >= 0:
                return self._piece_start + hit
            position = max(position + 1, self._piece_start + len(self._piece) - len(pattern) + 1)
        return -1

    def _fetch(self, position: int, size: int) -> None:
        self._piece = os.pread(self._descriptor, max(0, min(size, self.end - position)), position)
        self._piece_start = position
        if not self._piece:
            self.end = min(self.end, position)  # someone cut the file while it was read
        elif self._watch and position + len(self._piece) > self._watched:
            self._watch(memoryview(self._piece)[self._watched - position :])
            self._watched = position + len(self._piece)


class Unpacker(Protocol):
    """What unpacks one member: zlib's decompressor, and what has the same shape."""

    @property
    def eof(self) -> bool:
        """Say whether the end of the member was met, and its check sum found right."""

    @property
    def unused_data(self) -> bytes:
        """Return what was fed and lies behind the end."""

    def decompress(self, data: bytes | memoryview, /) -> bytes:
        """Unpack what comes next. Raises zlib.error for damage."""


class _Unpacked:
    """Stands for a member that is unpacked already."""

    eof = True
    unused_data = b""

    def decompress(self, data: bytes | memoryview, /) -> bytes:
        raise zlib.error("nothing follows")


def unpacker_at(source: Source, position: int) -> Unpacker | None:
    """Return what unpacks the member that begins at `position`; None where the bytes are not packed.

    The one place that chooses a container, and it does so by the first bytes. One gzip member a record and a whole
    file in one member are told apart by reading on.
    """
    if source.view(position, len(GZIP))[: len(GZIP)] == GZIP:
        return zlib.decompressobj(wbits=31)  # 31: a gzip wrapper, whose CRC-32 and length zlib checks
    return None


class Stretch:
    """The unpacked bytes from one place on: of one member, or of a plain file up to its end.

    `feed` is how many bytes of the file are taken in at once; a small number gets closer to damage. `tap` is given
    every byte that is taken, in order: so a record can be copied while it is read.
    """

    def __init__(
        self, source: Source, start: int, *, feed: int = FEED, tap: Callable[[bytes], object] | None = None
    ) -> None:
        self.start = start
        self._feed = feed
        self._tap = tap
        self._unpack = unpacker_at(source, start)
        self.packed = self._unpack is not None
        self._source = source
        self._next = start
        self._buffer = bytearray()

    def take_in(self, length: int) -> None:
        """Unpack a whole gzip member of a known length at once, a fifth faster than in pieces; nothing if it is none.

        The member's own note of its unpacked size (RFC 1952 §2.3.1, ISIZE) saves zlib from guessing.
        """
        data = self._source.view(self.start, length)[:length]
        size = int.from_bytes(data[-4:], "little")
        if not self.packed or len(data) < length or size > min(_MOST_AT_ONCE, 1032 * length):
            return
        with suppress(zlib.error):  # whatever is wrong, reading in pieces says where
            unpacked = zlib.decompress(data, 31, size)
            if len(unpacked) == size:
                self._buffer += unpacked
                self._next += length
                self._unpack = _Unpacked()

    @property
    def end(self) -> int:
        """The first byte of the file that does not belong to what was taken so far (a gzip member counts whole)."""
        return self._next if self.packed else self._next - len(self._buffer)

    def peek(self, size: int) -> bytes:
        """Return the next bytes without taking them; fewer than `size` only at the end."""
        while len(self._buffer) < size and self._pull():
            pass
        return bytes(self._buffer[:size])

    def take(self, size: int) -> bytes:
        """Take the next bytes; fewer than `size` only at the end."""
        taken = self.peek(size)
        del self._buffer[:size]
        if self._tap:
            self._tap(taken)
        return taken

    def take_newlines(self) -> bytes:
        """Take the run of CR and LF that comes next."""
        taken = bytearray(self.take(4) if self.peek(4) == b"\r\n\r\n" else b"")
        while self.peek(1) in (b"\r", b"\n"):
            taken += self.take(1)
        return bytes(taken)

    def take_header(self) -> bytes | None:
        """Take everything up to and including the next blank line; None when there is none within the limit."""
        searched = 0
        while True:
            crlf = self._buffer.find(b"\n\r\n", searched)
            lf = self._buffer.find(b"\n\n", searched, crlf if crlf >= 0 else len(self._buffer))
            if crlf >= 0 or lf >= 0:
                return self.take(lf + 2 if lf >= 0 else crlf + 3)
            searched = max(0, len(self._buffer) - 2)
            if searched > HEADER_LIMIT or not self._pull():
                return None

    def at_end(self) -> bool:
        """Say whether nothing is left. For a gzip member this includes its check sum: Damage when that is wrong."""
        return not self.peek(1)

    def drain(self) -> None:
        """Pass over the rest of a gzip member, so that a wrong check sum comes to light; Damage if there is one."""
        while self.packed and (self._buffer or self._pull()):
            self._buffer.clear()

    def _pull(self) -> bool:
        if self._unpack and self._unpack.eof:
            return False
        piece = self._source.view(self._next)[: self._feed]
        if not piece:
            if self._unpack:
                raise Damage(self.start, "the file ends inside a gzip member", code="torn")
            return False
        self._next += len(piece)
        if not self._unpack:
            self._buffer += piece
            return True
        try:
            self._buffer += self._unpack.decompress(piece)
        except zlib.error as error:
            what = str(error).rpartition(": ")[2]
            raise Damage(self.start, f"the gzip member is damaged ({what})", code="corrupt") from error
        self._next -= len(self._unpack.unused_data)
        return True
