"""WARC: the captures of the articles found, in a file that stands alone, one gzip member per record.

It begins with a warcinfo record of its own that says what was asked for. Then come the captures in the order of keeping,
each with its request and metadata, byte for byte as they are kept; before the first of each file its warcinfo record, to
which they point. What a revisit refers to is in the file too. The same input gives the same file: the date of the first
record is that of the newest capture.
"""

import hashlib
import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Protocol, TextIO

from archive.digests import digest
from archive.export.captures import Capture, CaptureSelection, Kept
from archive.export.selection import Written
from archive.gzip_member import gzip_member
from archive.version import tool_version
from archive.warc_compose import Draft, warc_date
from archive.warc_container import GZIP, container_at


class Sink(Protocol):
    """What takes bytes."""

    def write(self, data: bytes, /) -> int:
        """Write all of them and return their number."""


def write(chosen: CaptureSelection, stream: TextIO) -> Written:
    """Write the captures to the bytes below a stream."""
    return Written(count=sum(1 for _ in warc_members(chosen, stream.buffer, name=chosen.name)), what="captures")


def warc_members(chosen: CaptureSelection, stream: Sink, *, name: str) -> Iterator[tuple[Capture, int, int]]:
    """Write a WARC file called `name`, and yield each capture with offset and length of its first record, in bytes."""
    end = 0
    told: set[str] = set()
    for capture in chosen.captures():
        records = chosen.records(capture)  # before the first byte goes out: a pipe takes nothing back
        end = end or stream.write(_warcinfo(chosen, name).member())
        if capture.file not in told:
            told.add(capture.file)
            about = chosen.warcinfo(capture.file)
            end += stream.write(_member(about)) if about else 0
        offset, first = end, _member(records[0])
        stream.write(first)
        end += len(first)
        for record in records[1:]:
            end += stream.write(_member(record))
        yield capture, offset, len(first)
    if not end:
        stream.write(_warcinfo(chosen, name).member())


def _member(kept: Kept) -> bytes:
    """Return a record as a gzip member: the very one that is kept, or a new one where it is packed or plain."""
    return kept.data if container_at(kept.data) == GZIP else gzip_member(kept.raw)


def _warcinfo(chosen: CaptureSelection, name: str) -> Draft:
    """Return the record that opens the file (WARC 1.1 §6.2). Its id follows from what the file holds."""
    about = {
        "software": f"tintinh/{tool_version()}",
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "description": "captures of the articles that a search found, exported from an archive",
        **chosen.about,
    }
    block = "".join(f"{name}: {' '.join(str(value).split())}\r\n" for name, value in about.items()).encode()
    record_id = f"urn:uuid:{uuid.UUID(bytes=_content(chosen, block), version=5)}"
    fields = (
        ("WARC-Type", "warcinfo"),
        ("WARC-Record-ID", f"<{record_id}>"),
        ("WARC-Date", warc_date(datetime.fromisoformat(chosen.newest()))),
        ("WARC-Filename", name),
        ("WARC-Block-Digest", digest(block)),
        ("Content-Type", "application/warc-fields"),
    )
    return Draft(type="warcinfo", record_id=record_id, fields=fields, block=block)


def _content(chosen: CaptureSelection, block: bytes) -> bytes:
    """Return sixteen bytes that stand for the block and the captures."""
    sha256 = hashlib.sha256(block)
    for capture in chosen.captures():
        sha256.update(capture.record_id.encode() + b"\n")
    return sha256.digest()[:16]
