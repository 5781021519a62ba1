"""Reads an HTTP/1.x response without trusting it: fresh from the wire, or back out of a WARC."""

import zlib
from dataclasses import dataclass

from scraper.framing import Reader
from scraper.gunzip import gunzip_whole

_PIECE = 64 * 1024  # bytes; compressed input is fed, and output taken, in pieces of this size or a few of them


class ContentError(ValueError):
    """The content coding is unknown, broken, or hides more than was allowed; `str(error)` is one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One HTTP response as far as it can be understood.

    `headers` are decoded as Latin-1, in their order, duplicates kept, folded lines joined by a space.
    `entity` is the body with the transfer coding removed and the content coding kept (the payload of WARC 1.1
    §6.3.2). `header_length` is the offset of the body in the block, interim responses included. `status` is
    None when there is no status line (HTTP/0.9). `complete` is False when less came than was announced.
    `problem` says in one line what is malformed, although the message could be read.
    """

    status: int | None
    reason: str
    headers: tuple[tuple[str, str], ...]
    entity: bytes
    header_length: int
    complete: bool
    chunked: bool
    problem: str | None

    def header(self, name: str) -> str | None:
        """Return the first value of a header, or None; names compare without case (RFC 9110 §5.1)."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


def read_response(block: bytes, *, method: str = "GET") -> Message:
    """Read the whole block of a response; `method` is that of its request. Never raises.

    Interim responses (1xx) before the answer are skipped, bytes behind its end ignored. A block that does not
    begin like HTTP is HTTP/0.9: status None, and all of it is the entity.
    """
    reader = Reader(method=method)
    reader.feed(block)
    return message_of(reader)


def message_of(reader: Reader) -> Message:
    """Return what a reader has understood, when no more bytes will come."""
    complete = reader.end()
    return Message(
        status=reader.status,
        reason=reader.reason,
        headers=tuple(reader.headers),
        entity=reader.entity(),
        header_length=reader.body_at,
        complete=complete,
        chunked=reader.framing == "chunked",
        problem="; ".join(reader.problems[:3]) or None,
    )


def decode_content(entity: bytes, encoding: str | None, *, limit: int = 50 * 2**20) -> bytes:
    """Remove the content codings named by a Content-Encoding header: gzip, x-gzip, deflate, identity.

    `limit` bounds every stage of the result in bytes, and with it the memory spent. Compressed data that
    breaks off gives what can be decoded; data behind a complete gzip stream is ignored. Raises ContentError
    for an unknown coding (br and zstd are never asked for), data that are not so coded, more than two codings,
    and a result over the limit.
    """
    codings = [coding.strip().lower() for coding in (encoding or "").split(",")]
    codings = [coding for coding in codings if coding not in ("", "identity")]
    if len(codings) > 2:
        raise ContentError(f"{len(codings)} content codings on top of each other: {', '.join(codings)[:80]}")
    for coding in reversed(codings):
        out = bytearray()
        if coding in ("gzip", "x-gzip"):
            over = _gunzip(entity, out, limit)
        elif coding == "deflate":
            over = _inflate_deflate(entity, out, limit)
        else:
            raise ContentError(f"content coding {coding[:40]!r} is not known")
        if over:
            raise ContentError(f"{coding} content is larger than {limit} bytes")
        entity = bytes(out)
    return entity


def gunzip(data: bytes, *, limit: int) -> tuple[bytes, bool]:
    """Decode one or more gzip members; return at most `limit` bytes, and whether there were more.

    Raises ContentError when the first member is no gzip or broken within.
    """
    out = bytearray()
    over = _gunzip(data, out, limit)
    return bytes(out), over


def _gunzip(data: bytes, out: bytearray, limit: int) -> bool:
    rest, over = _gunzip_one(data, out, limit)
    while rest[:2] == b"\x1f\x8b" and not over:
        try:
            rest, over = _gunzip_one(rest, out, limit)
        except ContentError:
            break  # surplus that only looks like a further member
    return over


def _gunzip_one(data: bytes, out: bytearray, limit: int) -> tuple[bytes, bool]:
    whole = gunzip_whole(data, limit - len(out))
    if whole is None:
        return _inflate(data, zlib.MAX_WBITS | 16, out, limit)
    content, taken = whole
    out += content
    return data[taken:], False


def _inflate_deflate(data: bytes, out: bytearray, limit: int) -> bool:
    """Decode "deflate": zlib as RFC 9110 §8.4.1.2 has it, or the bare stream that some servers send."""
    try:
        _, over = _inflate(data, zlib.MAX_WBITS, out, limit)
    except ContentError:
        _, over = _inflate(data, -zlib.MAX_WBITS, out, limit)
    return over


def _inflate(data: bytes, window: int, out: bytearray, limit: int) -> tuple[bytes, bool]:
    """Decode one stream onto `out`; return the bytes behind it, and whether it went over the limit."""
    stream = zlib.decompressobj(window)
    at, piece = 0, b""
    try:
        while not stream.eof:
            if not piece:
                piece, at = data[at : at + _PIECE], at + _PIECE
            decoded = stream.decompress(piece, min(4 * _PIECE, limit + 1 - len(out)))
            out += decoded
            if len(out) > limit:
                del out[limit:]
                return b"", True
            if not decoded and at >= len(data) and not stream.unconsumed_tail and not stream.eof:
                return b"", False  # it breaks off
            piece = stream.unconsumed_tail
        return stream.unused_data + data[at:], False
    except zlib.error as error:
        raise ContentError(f"broken compressed content: {error}") from error
