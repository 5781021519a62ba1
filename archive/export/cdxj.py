"""CDXJ 0.1.0: an index of captures, sorted by address and time, as pywb and cdxj-indexer write it.

A line is `KEY TIMESTAMP {"url", "mime", "status", "digest", "length", "offset", "filename"}`; the key is that of
archive/export/surt.py, the timestamp has fourteen digits in UTC, and all values are text. As an export it is an index of
the archive's files: `filename` is a name in its folder `warc`, or the whole path of a file that `ingest` left where it lies.
Of a page that was posted for, KEY holds what was posted, as pywb has it; `method` says so.
"""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import TextIO

from archive.export.captures import Capture, CaptureSelection
from archive.export.selection import Written
from archive.export.surt import surt

_POSTED = "__wb_method=POST"  # what was posted stands behind it in `captures.key`
_MIME_END = re.compile(r"[;\s]")


class SortedLines:
    """Lines that come in any order and leave in that of their bytes, in flat memory: SQLite sorts them on the disk."""

    def __init__(self) -> None:
        self._connection = sqlite3.connect("", isolation_level=None)  # a temporary file that nobody else sees
        self._connection.execute("CREATE TABLE lines(line BLOB PRIMARY KEY) WITHOUT ROWID")
        self._connection.execute("BEGIN")

    def add(self, line: str) -> None:
        """Take in one line."""
        self._connection.execute("INSERT OR IGNORE INTO lines VALUES (?)", (line.encode(),))

    def __iter__(self) -> Iterator[bytes]:
        """Yield the lines, and none twice."""
        yield from (line for (line,) in self._connection.execute("SELECT line FROM lines ORDER BY line"))

    def close(self) -> None:
        """Remove the temporary file."""
        self._connection.close()


def write(chosen: CaptureSelection, stream: TextIO) -> Written:
    """Write the index."""
    number = 0
    with closing(SortedLines()) as lines:
        for capture in chosen.captures():
            lines.add(cdxj_line(capture, capture.offset, capture.length, chosen.file_name(capture)))
        for line in lines:
            stream.write(line.decode())
            number += 1
    return Written(count=number, what="captures")


def cdxj_line(capture: Capture, offset: int, length: int, filename: str) -> str:
    """Return the line of one capture whose record lies at `offset` in `filename`, with its line end."""
    posted = capture.key.find(_POSTED)
    fields = {
        "url": capture.url,
        "mime": _mime(capture),
        "status": None if capture.status is None else str(capture.status),
        "digest": capture.digest,
        "length": str(length),
        "offset": str(offset),
        "filename": filename,
        "method": None if posted < 0 else "POST",
    }
    known = json.dumps({name: value for name, value in fields.items() if value is not None})
    address = capture.url
    if posted >= 0:
        address += ("&" if "?" in address else "?") + capture.key[posted:]
    return f"{surt(address)} {timestamp(capture.captured)} {known}\n"


def timestamp(moment: str) -> str:
    """Return an ISO 8601 instant as the fourteen digits of an index, in UTC."""
    return datetime.fromisoformat(moment).astimezone(UTC).strftime("%Y%m%d%H%M%S")


def _mime(capture: Capture) -> str | None:
    if capture.record_type == "revisit":
        return "warc/revisit"
    return None if capture.content_type is None else _MIME_END.split(capture.content_type, maxsplit=1)[0].strip()
