"""Reading WARC and ARC files: exact about where records are, tolerant of how others write them.

Reads WARC 0.17 to 1.1 and ARC 1 and 2, one gzip member or zstd frame per record, several records in one member, or not
compressed.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from archive.arc_record import ARC_LINE, begins_arc_record, read_arc_record
from archive.warc_bytes import Damage, Source, Stretch
from archive.warc_container import PLAIN, container_of
from archive.warc_record import BLOCK_LIMIT, Record, identify, plain_record, read_record
from scraper.message import read_response

__all__ = ["Damage", "Record", "is_http_response", "payload", "read_at", "records", "survey"]

_RECORD_START = re.compile(rb"WARC/\d\.\d+\r?\n[A-Za-z-]+:|" + re.sub(rb"\?P<\w+>", b"?:", ARC_LINE.pattern))
_LONGEST_LINE = 16 * 1024
_CAUTIOUS = 64  # bytes fed at once where something is damaged: zlib gives nothing of the piece that breaks


def records(path: Path, *, start: int = 0, end: int | None = None, limit: int = BLOCK_LIMIT) -> Iterator[Record]:
    """Yield the records from offset `start` to `end` (None: of the file), in their order, one in memory at a time.

    Blocks above `limit` bytes are not kept. Raises Damage at the first thing that is not a whole record,
    OSError when the file cannot be read.
    """
    with Source(path, start=start, end=end) as source:
        yield from _walk(source, start, limit)


def survey(
    source: Source,
    *,
    start: int = 0,
    limit: int = BLOCK_LIMIT,
    tap: Callable[[bytes], object] | None = None,
) -> Iterator[Record | Damage]:
    """Yield every record that can be read from `start` on and every place where none can, in the order of the file.

    Behind damage the next record is found by its first bytes: the magic of gzip or zstd followed by the first line of
    a record, or that line itself in a plain file. `tap` is given the unpacked bytes of each record before it is
    yielded, and of what is damaged too. Never raises Damage.
    """
    magic = container_of(source.path.name, source.view(source.head, 4)[:4])
    position, seen = start, -1
    while position < source.end:
        try:
            for record in _walk(source, position, limit, tap):
                seen = record.offset
                yield record
        except Damage as damage:
            position = _next_start(source, damage.offset + 1, magic)
            damage.resumes = position
            if not damage.url and damage.offset != seen:  # else it would be named after a good record of its member
                with suppress(Damage):
                    damage.url, damage.record_id = identify(Stretch(source, damage.offset, feed=_CAUTIOUS))
            yield damage
        else:
            return


def read_at(path: Path, offset: int, length: int | None = None, *, head: int = 0) -> Record:
    """Read the record that begins at `offset`; with `length`, read no byte beyond it. `head` is as for Source.

    Raises Damage when there is no whole record, or not one of that length.
    """
    end = None if length is None else offset + length
    with Source(path, start=offset, end=end, head=head) as source:
        record = next(_walk(source, offset, BLOCK_LIMIT), None)
    if record is None:
        raise Damage(offset, "the file ends before this offset", code="torn")
    if length is not None and not record.member_shared and record.length != length:
        reason = f"the record has {record.length} bytes, not {length}"
        raise Damage(offset, reason, code="length", url=record.url, record_id=record.record_id)
    return record


def payload(record: Record) -> bytes:
    """Return the payload (WARC 1.1 §6.3.2): of an HTTP response its entity, of a revisit nothing, else the block.

    The transfer coding is removed and the content coding kept. Raises ValueError when the block was too
    large to be kept.
    """
    if len(record.block) < record.block_length:
        raise ValueError(f"offset {record.offset}: a block of {record.block_length} bytes is not kept in memory")
    if record.type == "revisit":
        return b""
    return read_response(record.block).entity if is_http_response(record) else record.block


def is_http_response(record: Record) -> bool:
    """Say whether the block is an HTTP response (WARC 1.1 §6.3.2), and not, for instance, a DNS answer."""
    kind = (record.header("Content-Type") or "").lower()
    return record.type == "response" and (kind.startswith("application/http") or (not kind and _is_web(record.url)))


def _is_web(url: str | None) -> bool:
    return (url or "").lower().startswith(("http://", "https://"))


def _walk(source: Source, position: int, limit: int, tap: Callable[[bytes], object] | None = None) -> Iterator[Record]:
    """Yield whole records from `position` on; raise Damage where there is none."""
    while (position := source.past_skippable(position)) < source.end:
        if quick := _whole(source, position, limit, tap):
            yield quick
            position += quick.length
            continue
        stretch = Stretch(source, position, tap=tap)
        shared = False
        while not stretch.at_end():
            read = read_record if stretch.peek(5) == b"WARC/" or not begins_arc_record(stretch) else read_arc_record
            record = read(stretch, shared=shared, limit=limit)
            yield record
            shared = record.member_shared
            if not stretch.packed:
                break
        position = stretch.end


def _whole(source: Source, position: int, limit: int, tap: Callable[[bytes], object] | None) -> Record | None:
    """Return the record of a small member or frame that is sound in every way; None for any other, read with care."""
    unpacked = source.whole(position)
    if unpacked is None or len(unpacked[0]) > limit:
        return None
    raw, length = unpacked
    record = plain_record(raw, offset=position, length=length)
    if record and tap:
        tap(raw)
    return record


def _next_start(source: Source, position: int, magic: bytes) -> int:
    """Return where a record next begins at or after `position`, or the end of the file."""
    sign, before = magic, 0
    if magic == PLAIN and begins_arc_record(Stretch(source, source.head)):
        sign, before = b"\nhttp", 1
    while (place := source.find(sign, position)) >= 0:
        place += before
        try:
            start = Stretch(source, place, feed=_CAUTIOUS).peek(_CAUTIOUS)
            if b"\n" not in start:  # the line of an ARC record may be long
                start = Stretch(source, place, feed=_CAUTIOUS).peek(_LONGEST_LINE)
        except Damage:
            start = b""
        if _RECORD_START.match(start):
            return place
        position = place + 1
    return source.end
