"""The bytes of a WARC file: read by position, unpacked member by member or frame by frame, in bounded memory."""

import os
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from archive.warc_container import ZSTD, container_at, is_skippable, name_of, unpack_at_once, unpacker

if TYPE_CHECKING:
    from archive.warc_zstd import ZstdDict

PIECE = 256 * 1024
FEED = 16 * 1024  # deflate grows at most 1032-fold, so one pull unpacks 16 MiB at most
AT_ONCE = 64 * 1024  # bytes of a file that hold most members and frames whole
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

    `head` is where the WARC begins, if it is a part of the file (a member of a WACZ): its dictionary is there.
    `watch` gets every byte exactly once and in order, even where reading goes back: a digest of the file
    costs no second pass. `exact` has every gzip member read by zlib, as other programs do: what passes, they can read.
    Raises OSError when the file cannot be opened or read.
    """

    def __init__(
        self,
        path: Path,
        *,
        start: int = 0,
        end: int | None = None,
        head: int = 0,
        watch: Callable[[memoryview], None] | None = None,
        exact: bool = False,
    ) -> None:
        self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        size = os.fstat(self._descriptor).st_size
        self.path = path
        self.head = head
        self.start = start
        self.end = size if end is None else min(size, end)
        self._watch = watch
        self._exact = exact
        self._watched = start
        self._piece = b""
        self._piece_start = start
        self._dictionary: ZstdDict | ValueError | None = None
        self._dictionary_read = False

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

    def dictionary(self, position: int) -> "ZstdDict | None":
        """Return the dictionary at the head of a .warc.zst, or None. A damaged one is Damage at `position`."""
        if not self._dictionary_read:
            from archive.warc_zstd import read_dictionary

            self._dictionary_read = True
            try:
                self._dictionary = read_dictionary(
                    lambda offset, size: os.pread(self._descriptor, size, self.head + offset)
                )
            except ValueError as error:
                self._dictionary = error
        if isinstance(self._dictionary, ValueError):
            raise Damage(position, str(self._dictionary), code="corrupt")
        return self._dictionary

    def whole(self, position: int) -> tuple[bytes, int] | None:
        """Return the gzip member or zstd frame that begins here, unpacked, and its length; None if it is large or not sound.

        Then `Stretch` reads it piece by piece, or says what is wrong.
        """
        data = self.view(position, AT_ONCE)[:PIECE]
        container = container_at(data[:4])
        dictionary = self.dictionary(position) if container == ZSTD else None
        return unpack_at_once(container, data, dictionary, exact=self._exact)

    def past_skippable(self, position: int) -> int:
        """Return the first position at or behind `position` that is in no skippable zstd frame. Raises Damage."""
        while is_skippable(head := self.view(position, 8)[:8]):
            after = position + 8 + int.from_bytes(head[4:], "little")
            if len(head) < 8 or after > self.end:
                raise Damage(position, "the file ends inside a skippable zstd frame", code="torn")
            position = after
        return position

    def _fetch(self, position: int, size: int) -> None:
        self._piece = os.pread(self._descriptor, max(0, min(size, self.end - position)), position)
        self._piece_start = position
        if not self._piece:
            self.end = min(self.end, position)  # someone cut the file while it was read
        elif self._watch and position + len(self._piece) > self._watched:
            self._watch(memoryview(self._piece)[self._watched - position :])
            self._watched = position + len(self._piece)


class Stretch:
    """The unpacked bytes from one place on: of one gzip member or zstd frame, or of a plain file up to its end.

    `feed` is how many bytes of the file are taken in at once; a small number gets closer to damage. `tap` is given
    every byte that is taken, in order: so a record can be copied while it is read.
    """

    def __init__(
        self, source: Source, start: int, *, feed: int = FEED, tap: Callable[[bytes], object] | None = None
    ) -> None:
        self.start = start
        self._feed = feed
        self._tap = tap
        self._container = container_at(source.view(start, 4)[:4])
        self._unpacker = unpacker(self._container, source.dictionary(start) if self._container == ZSTD else None)
        self.packed = self._unpacker is not None
        self._source = source
        self._next = start
        self._buffer = bytearray()

    @property
    def end(self) -> int:
        """The first byte of the file that does not belong to what was taken so far (a member or frame counts whole)."""
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
        """Say whether nothing is left. For a member or frame this includes its check sum: Damage when that is wrong."""
        return not self.peek(1)

    def drain(self) -> None:
        """Pass over the rest of a member or frame, so that a wrong check sum comes to light; Damage if there is one."""
        while self.packed and (self._buffer or self._pull()):
            self._buffer.clear()

    def _pull(self) -> bool:
        if self._unpacker is None:
            piece = self._source.view(self._next)[: self._feed]
            self._buffer += piece
            self._next += len(piece)
            return len(piece) > 0
        if self._unpacker.eof:
            return False
        piece = self._source.view(self._next)[: self._feed if self._unpacker.hungry else 0]
        if not piece and self._unpacker.hungry:
            raise Damage(self.start, f"the file ends inside a {name_of(self._container)}", code="torn")
        self._next += len(piece)
        try:
            self._buffer += self._unpacker.unpack(piece)
        except ValueError as error:
            message = f"the {name_of(self._container)} is damaged ({error})"
            raise Damage(self.start, message, code="corrupt") from error
        self._next -= self._unpacker.unused
        return True
