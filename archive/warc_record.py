"""One WARC record: the value, and how it is read from unpacked bytes (WARC 1.1 §4 and §5)."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from archive.digests import new_hash
from archive.warc_bytes import FEED, HEADER_LIMIT, Damage, Stretch

BLOCK_LIMIT = 256 * 1024 * 1024  # a larger block is hashed as it passes and not kept in memory
_HEAD_KEPT = 64 * 1024
MADE_ID = "urn:sha256:"  # how an id begins that is made from the record, because the record has none of its own
_VERSION_LINE = re.compile(rb"WARC/\d{1,3}\.\d{1,3}[ \t]*\r?\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One WARC record and where it is.

    `offset` and `length` count bytes of the file (of the gzip member, if there is one); `length` is 0 where
    records share a member, because its end is not known yet. `record_id` and `url` stand without angle
    brackets. `headers` keep order, repetition and the writer's spelling. `block` is the whole block unless
    `block_length` is greater: then it is only its beginning, and `block_digest` is the digest of all of it
    by the algorithm that WARC-Block-Digest names (else sha256). `flaws` are departures from the standard
    that do not hinder reading: `trailer`, `newline`, `header_line`.
    """

    offset: int
    length: int
    version: str
    type: str
    record_id: str | None
    url: str | None
    date: str | None
    headers: tuple[tuple[str, str], ...]
    block: bytes
    block_length: int
    block_digest: bytes | None = None
    member_shared: bool = False
    flaws: tuple[str, ...] = ()

    def header(self, name: str) -> str | None:
        """Return the first value of a header, or None; names compare without case (WARC 1.1 §4)."""
        return _first(self.headers, name)


def made_id(record: Record) -> str:
    """Return an id for a record that has none, or one that another record has too: from address, date and bytes."""
    block = record.block_digest or hashlib.sha256(record.block).digest()
    return MADE_ID + hashlib.sha256(f"{record.url} {record.date} {block.hex()}".encode("utf-8", "replace")).hexdigest()


def read_record(stretch: Stretch, *, shared: bool, limit: int) -> Record:
    """Read the record that comes next in a stretch; `shared` says that it is not the first. Raises Damage."""
    offset = stretch.start
    _expect_version(stretch)
    head = stretch.take_header()
    if head is None:
        raise Damage(offset, "the WARC header has no end", code="header")
    version, headers, flaws = _read_head(head)
    url, record_id = _identity(headers)
    try:
        length = _content_length(offset, headers)
        block, block_digest = take_block(stretch, length, limit, _first(headers, "WARC-Block-Digest"))
        more = _end_record(stretch, flaws)
    except Damage as damage:
        damage.url, damage.record_id = url, record_id
        raise
    shared = stretch.packed and (shared or more)
    return Record(
        offset=offset,
        length=0 if shared else stretch.end - offset,
        version=version.strip(),
        type=(_first(headers, "WARC-Type") or "").lower(),
        record_id=record_id,
        url=url,
        date=_first(headers, "WARC-Date"),
        headers=tuple(headers),
        block=block,
        block_length=length,
        block_digest=block_digest,
        member_shared=shared,
        flaws=tuple(flaws),
    )


def plain_record(raw: bytes, *, offset: int, length: int) -> Record | None:
    """Return the record that `raw` is, whole and without a flaw; None for anything else, which `read_record` explains.

    `offset` and `length` are those of its member in the file.
    """
    end = raw.find(b"\r\n\r\n", 0, HEADER_LIMIT)
    if end < 0 or not _VERSION_LINE.match(raw):
        return None
    version, headers, flaws = _read_head(raw[: end + 2])
    first = {name.lower(): value for name, value in reversed(headers)}
    size = first.get("content-length", "")
    start = end + 4
    if flaws or not (size.isascii() and size.isdigit()) or start + int(size) + 4 != len(raw) or raw[-4:] != b"\r\n\r\n":
        return None
    return Record(
        offset=offset,
        length=length,
        version=version.strip(),
        type=first.get("warc-type", "").lower(),
        record_id=_bare(first.get("warc-record-id")),
        url=_bare(first.get("warc-target-uri")),
        date=first.get("warc-date"),
        headers=tuple(headers),
        block=raw[start:-4],
        block_length=int(size),
    )


def _expect_version(stretch: Stretch) -> None:
    start = stretch.peek(20)
    if _VERSION_LINE.match(start):
        return
    if not start.strip(b"\0"):
        raise Damage(stretch.start, "NUL bytes where a record should begin", code="nul")
    raise Damage(stretch.start, f"no WARC record begins here ({start!r})", code="junk")


def _read_head(head: bytes) -> tuple[str, list[tuple[str, str]], list[str]]:
    """Take a WARC header apart (WARC 1.1 §4): version, fields with folded lines joined, flaws."""
    try:
        text = head.decode()
    except UnicodeDecodeError:
        text = head.decode("latin-1")  # older writers copied bytes of HTTP headers
    if text.count("\n") == text.count("\r\n"):
        flaws, (version, *lines) = [], text.rstrip("\r\n").split("\r\n")
    else:
        flaws = ["newline"]
        version, *lines = (line.removesuffix("\r") for line in text.rstrip("\r\n").split("\n"))
    headers: list[tuple[str, str]] = []
    for line in lines:
        name, colon, value = line.partition(":")
        if line[:1] in (" ", "\t") and headers:
            headers[-1] = (headers[-1][0], f"{headers[-1][1]} {line.strip()}".strip())
        elif colon:
            headers.append((name.strip(), value.strip()))
        elif "header_line" not in flaws:
            flaws.append("header_line")
    return version, headers, flaws


def _content_length(offset: int, headers: list[tuple[str, str]]) -> int:
    value = _first(headers, "Content-Length")
    if not value:
        raise Damage(offset, "Content-Length is missing", code="header")
    if not (value.isascii() and value.isdigit()) or len(value) > 18:
        raise Damage(offset, f"Content-Length is {value[:40]!r}, not a number of bytes", code="header")
    return int(value)


def take_block(stretch: Stretch, length: int, limit: int, label: str | None) -> tuple[bytes, bytes | None]:
    """Take a block: whole up to the limit; above it the beginning, and the digest of the whole."""
    if length <= limit:
        block, rest = stretch.take(length), 0
        made = None
    else:
        block, rest = b"", length
        made = new_hash((label or "").partition(":")[0]) or new_hash("sha256")
    while made and rest and (piece := stretch.take(min(rest, FEED))):
        made.update(piece)
        block += piece[: _HEAD_KEPT - len(block)]
        rest -= len(piece)
    missing = rest if made else length - len(block)
    if missing and stretch.packed:
        raise Damage(
            stretch.start, f"Content-Length {length} is {missing} more than the member holds", code="content_length"
        )
    if missing:
        raise Damage(stretch.start, f"the file ends {missing} bytes before the record does", code="torn")
    return block, made.digest() if made else None


def _end_record(stretch: Stretch, flaws: list[str]) -> bool:
    """Take the two CRLF that end a record; say whether another record follows in the same stretch."""
    trailer = stretch.take_newlines()
    if trailer != b"\r\n\r\n":
        flaws.append("trailer")
    following = stretch.peek(5)
    if following and not trailer.startswith(b"\r\n\r\n") and following.upper() != b"WARC/":
        stretch.drain()  # in a damaged member even this may be a flipped bit: the damage is what matters
        raise Damage(stretch.start, "the record does not end where its Content-Length says", code="content_length")
    return bool(following)


def identify(stretch: Stretch) -> tuple[str | None, str | None]:
    """Return address and record id as far as the header can be read; Damage when it cannot."""
    _expect_version(stretch)
    head = stretch.take_header()
    return _identity(_read_head(head)[1]) if head else (None, None)


def _identity(headers: Iterable[tuple[str, str]]) -> tuple[str | None, str | None]:
    return _bare(_first(headers, "WARC-Target-URI")), _bare(_first(headers, "WARC-Record-ID"))


def _first(headers: Iterable[tuple[str, str]], name: str) -> str | None:
    wanted, size = name.lower(), len(name)
    for key, value in headers:
        if len(key) == size and key.lower() == wanted:
            return value
    return None


def _bare(value: str | None) -> str | None:
    """Take off the angle brackets: they belong to WARC-Record-ID, and wget also puts them round the address."""
    return value[1:-1] if value and value.startswith("<") and value.endswith(">") else value
