"""Which container holds the records of a WARC file, told by its bytes: gzip members, Zstandard frames, or none."""

import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from scraper.gunzip import gunzip_whole

if TYPE_CHECKING:
    from archive.warc_zstd import ZstdDict

GZIP = b"\x1f\x8b\x08"  # RFC 1952 §2.3.1, with the only compression method there is
ZSTD = b"\x28\xb5\x2f\xfd"  # RFC 8878 §3.1.1
PLAIN = b"WARC/"
_SKIPPABLE = b"\x2a\x4d\x18"  # RFC 8878 §3.1.2: behind a byte from 0x50 to 0x5F
_AT_ONCE = 4 * 1024 * 1024  # bytes of content that may be unpacked in one piece
_NAMES = {GZIP: "gzip member", ZSTD: "zstd frame"}


class Unpacker(Protocol):
    """Unpacks one gzip member or one zstd frame, piece by piece."""

    @property
    def eof(self) -> bool:
        """True when it has ended and its check sum was right."""

    @property
    def hungry(self) -> bool:
        """True when more input is needed to go on."""

    @property
    def unused(self) -> int:
        """How many bytes of the last input lie behind it."""

    def unpack(self, piece: bytes | memoryview) -> bytes:
        """Return what a piece gives. Raises ValueError with a few words where it is damaged."""


class Unzip:
    """Unpacks one gzip member. Deflate grows at most 1032-fold, so small pieces bound the memory."""

    hungry = True

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(wbits=31)  # 31: a gzip wrapper, whose CRC-32 and length zlib checks

    @property
    def eof(self) -> bool:
        """True when the member has ended and its check sum was right."""
        return self._inflate.eof

    @property
    def unused(self) -> int:
        """How many bytes of the last input lie behind the member."""
        return len(self._inflate.unused_data)

    def unpack(self, piece: bytes | memoryview) -> bytes:
        """Return what a piece gives. Raises ValueError with a few words where the member is damaged."""
        try:
            return self._inflate.decompress(piece)
        except zlib.error as error:
            raise ValueError(str(error).rpartition(": ")[2]) from error


def container_at(head: bytes | memoryview) -> bytes:
    """Return the magic of the container that begins with these bytes (at least four): GZIP, ZSTD or, else, PLAIN."""
    if head[: len(GZIP)] == GZIP:
        return GZIP
    return ZSTD if head[: len(ZSTD)] == ZSTD else PLAIN


def container_of(name: str, head: bytes | memoryview) -> bytes:
    """Return the container of a file, by its first bytes or, where these are damaged, by its name."""
    if is_skippable(head) or ".zst" in name:
        return ZSTD
    return GZIP if ".gz" in name else container_at(head)


def is_skippable(head: bytes | memoryview) -> bool:
    """Say whether a skippable zstd frame begins here, such as the one with the dictionary."""
    return head[1:4] == _SKIPPABLE and head[0] & 0xF0 == 0x50


def unpacker(container: bytes, dictionary: "ZstdDict | None") -> Unpacker | None:
    """Return what unpacks one member or frame; None for a plain file."""
    if container == GZIP:
        return Unzip()
    if container == ZSTD:
        from archive.warc_zstd import Unzstd

        return Unzstd(dictionary)
    return None


def unpack_at_once(
    container: bytes, data: bytes | memoryview, dictionary: "ZstdDict | None", *, exact: bool
) -> tuple[bytes, int] | None:
    """Return what the member or frame at the beginning of `data` holds, and its length; None if it is not small and sound.

    `exact` is as for scraper.gunzip.
    """
    if container == GZIP:
        return gunzip_whole(data, _AT_ONCE, exact=exact)
    made = unpacker(container, dictionary)
    if made is None:
        return None
    with suppress(ValueError):
        content = made.unpack(data)
        if made.eof:
            return content, len(data) - made.unused
    return None


def name_of(container: bytes) -> str:
    """Return what a person calls the thing that holds one record."""
    return _NAMES.get(container, "record")
