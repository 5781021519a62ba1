"""Zstandard in WARC files: the dictionary at the head of the file, one frame per record.

The form is that of the IIPC draft "Zstandard for WARC" 1.0: a skippable frame 0x184D2A5D holds the dictionary, which is
an RFC 8878 §5 dictionary, bare or in a frame of its own; every frame carries its content size, a check sum and the
dictionary's id.
"""

import sys
from collections.abc import Callable, Sequence

from archive.warc_container import ZSTD

if sys.version_info >= (3, 14):
    from compression.zstd import (
        CompressionParameter,
        ZstdCompressor,
        ZstdDecompressor,
        ZstdDict,
        ZstdError,
        finalize_dict,
        get_frame_info,
    )
else:
    from backports.zstd import (
        CompressionParameter,
        ZstdCompressor,
        ZstdDecompressor,
        ZstdDict,
        ZstdError,
        finalize_dict,
        get_frame_info,
    )

__all__ = [
    "DICTIONARY",
    "FrameWriter",
    "Unzstd",
    "ZstdCompressor",
    "ZstdDict",
    "deflater_frame",
    "dictionary_frame",
    "new_dictionary",
    "noted_deflater",
    "read_dictionary",
    "unpack_whole",
]

DICTIONARY = b"\x5d\x2a\x4d\x18"  # the skippable frame that the draft sets aside
LEVEL = 10  # 19 costs fifteen times as much for 3 % less
_OUT = 16 * 1024 * 1024  # bytes unpacked at once: a frame may grow without bound
_LARGEST_DICTIONARY = 64 * 1024 * 1024  # a larger one would be an attack
_HEADER = 8  # magic and length of a skippable frame
_NOTE = b"\x50\x2a\x4d\x18"  # a skippable frame, which every reader passes over (RFC 8878 §3.1.2)
_NOTED = b"tintinh deflater "
_LONGEST_NOTE = 100


class Unzstd:
    """Unpacks one frame, in bounded pieces."""

    def __init__(self, dictionary: ZstdDict | None) -> None:
        self._frame = ZstdDecompressor(zstd_dict=dictionary)

    @property
    def eof(self) -> bool:
        """True when the frame has ended and its check sum was right."""
        return self._frame.eof

    @property
    def hungry(self) -> bool:
        """True when more input is needed to go on."""
        return self._frame.needs_input

    @property
    def unused(self) -> int:
        """How many bytes of the last input lie behind the frame."""
        return len(self._frame.unused_data)

    def unpack(self, piece: bytes | memoryview) -> bytes:
        """Return what a piece gives, or the rest of an earlier one for an empty piece. Raises ValueError for damage."""
        try:
            return self._frame.decompress(piece, max_length=_OUT)
        except ZstdError as error:
            raise ValueError(str(error).rpartition(": ")[2].rstrip(".")) from error


class FrameWriter:
    """Packs records, one frame each, all with the same dictionary (or none)."""

    def __init__(self, dictionary: ZstdDict | None) -> None:
        options: dict[int, int] = {
            CompressionParameter.compression_level: LEVEL,
            CompressionParameter.content_size_flag: 1,
            CompressionParameter.checksum_flag: 1,
            CompressionParameter.dict_id_flag: 1,
        }
        digested = dictionary.as_digested_dict if dictionary else None
        self._compressor = ZstdCompressor(options=options, zstd_dict=digested)

    def frame(self, record: bytes) -> bytes:
        """Return a record as one frame."""
        return self._compressor.compress(record, mode=ZstdCompressor.FLUSH_FRAME)


def unpack_whole(data: bytes, dictionary: ZstdDict | None, limit: int) -> bytes:
    """Unpack exactly one frame at once. Raises ValueError for damage, a torn frame, bytes behind it, or a larger content.

    Only a frame that says its size is taken.
    """
    try:
        size = get_frame_info(data).decompressed_size
        if size is None or size > limit:
            raise ValueError("the frame does not say its size, or it is too large")
        frame = ZstdDecompressor(zstd_dict=dictionary)
        content = frame.decompress(data, max_length=size)
    except ZstdError as error:
        raise ValueError(str(error)) from error
    if not frame.eof or frame.unused_data:
        raise ValueError("not exactly one whole frame")
    return content


def new_dictionary(content: bytes, samples: Sequence[bytes]) -> ZstdDict | None:
    """Make a dictionary whose content is `content` (its end serves best); `samples` are records it is to serve.

    The library derives the id from the content, in the range 32768 to 2^31-1 that the draft asks for. None when there
    is too little to make one of.
    """
    try:
        return finalize_dict(ZstdDict(content, is_raw=True), samples, len(content) + 64 * 1024, LEVEL)
    except (ZstdError, ValueError):
        return None


def dictionary_frame(dictionary: ZstdDict) -> bytes:
    """Return the skippable frame that stands at the head of a file. The dictionary in it is compressed."""
    content = FrameWriter(None).frame(dictionary.dict_content)
    return DICTIONARY + len(content).to_bytes(4, "little") + content


def deflater_frame(name: str) -> bytes:
    """Return the skippable frame that says what made the gzip members of the records behind it, up to the next such frame."""
    note = _NOTED + name.encode()
    return _NOTE + len(note).to_bytes(4, "little") + note


def noted_deflater(frame: bytes | memoryview) -> str | None:
    """Return what a skippable frame, given from its first byte on, says as `deflater_frame` does; None for any other."""
    note = bytes(frame[: _HEADER + _LONGEST_NOTE])
    note = note[_HEADER : _HEADER + int.from_bytes(note[4:_HEADER], "little")]
    return note.removeprefix(_NOTED).decode("ascii", "replace") if note.startswith(_NOTED) else None


def read_dictionary(read: Callable[[int, int], bytes]) -> ZstdDict | None:
    """Return the dictionary of a file, or None; `read(offset, size)` gives bytes of it. Raises ValueError if it is damaged."""
    head = read(0, _HEADER)
    if head[: len(DICTIONARY)] != DICTIONARY:
        return None
    size = int.from_bytes(head[4:], "little")
    content = read(_HEADER, size) if size <= _LARGEST_DICTIONARY else b""
    if len(content) < size or not size:
        raise ValueError("the dictionary at the head of the file is cut off")
    try:
        if content.startswith(ZSTD):
            content = ZstdDecompressor().decompress(content, max_length=_LARGEST_DICTIONARY)
        return ZstdDict(content)
    except (ZstdError, ValueError) as error:
        raise ValueError("the dictionary at the head of the file is damaged") from error
