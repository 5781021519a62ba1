"""Checking one WARC file in one pass: every record, every lost stretch, and the rows that point into it."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.digests import matches
from archive.fixity import Finding, Level, examine
from archive.warc_bytes import Damage, Source
from archive.warc_files import final_name
from archive.warc_reader import Record, payload, survey
from archive.warc_record import MADE_ID, made_id

_OURS = re.compile(rb"^software: *tintinh\b", re.IGNORECASE | re.MULTILINE)
_CAPTURES = ("response", "revisit")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedCapture:
    """What the table captures says about one record, and about its request."""

    capture_id: int
    url: str
    offset: int
    length: int
    record_type: str
    record_id: str
    payload_digest: str | None = None
    request_offset: int | None = None
    request_length: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """The result for one file. `length` and `sha256` are those of the bytes that were read."""

    file: str
    length: int
    sha256: str
    records: int
    captures: int
    findings: tuple[Finding, ...]


def verify_file(
    path: Path,
    *,
    name: str | None = None,
    expected: Iterable[ExpectedCapture] | None = None,
    start: int = 0,
    end: int | None = None,
    foreign: bool = False,
    on_bytes: Callable[[int], None] | None = None,
) -> FileReport:
    """Read a file once and report everything that is wrong with it. Never raises for what the file holds.

    `expected` are the rows of the file in the order of their offsets; without them only the file is
    checked. `start` and `end` bound the part that is read: a WARC inside a WACZ, or the committed part of a file that
    is still written to. `name` is the name to report, if it is not that of the path. `foreign`: it was
    ingested, and perhaps only a part of it was wanted. `on_bytes` is called with
    the size of each piece read. Record ids are compared within the file.
    """
    check = _FileCheck(name or final_name(path), expected, foreign=foreign)
    sha256 = hashlib.sha256()

    def watch(piece: memoryview) -> None:
        sha256.update(piece)
        if on_bytes:
            on_bytes(len(piece))

    length = 0
    try:
        with Source(path, start=start, end=end, head=start, watch=watch, exact=True) as source:
            for item in survey(source, start=start):
                check.take(item, source.end)
            length = source.end - start
        if not check.records and not check.findings and end is None:
            check.report(None, "empty", "the file holds no record")
    except OSError as error:
        check.report(None, "unreadable", f"the file cannot be read: {error.strerror}")
    check.finish()
    return FileReport(
        file=check.file,
        length=length,
        sha256=sha256.hexdigest(),
        records=check.records,
        captures=check.captures,
        findings=tuple(check.findings),
    )


def is_ours(record: Record) -> bool:
    """Say whether a record is the warcinfo of a file that tintinh wrote."""
    return record.type == "warcinfo" and bool(_OURS.search(record.block))


class _FileCheck:
    """What is known while a file is read. Rows and records are both in the order of offsets and are merged."""

    def __init__(self, file: str, rows: Iterable[ExpectedCapture] | None, *, foreign: bool) -> None:
        self.file = file
        self._foreign = foreign
        self.records = 0
        self.captures = 0
        self.findings: list[Finding] = []
        self._with_rows = rows is not None
        self._rows = iter(rows or ())
        self._row = next(self._rows, None)
        self._requests: dict[int, ExpectedCapture] = {}
        self._earlier_requests: dict[int, int] = {}  # offset: length; some writers put the request first
        self._ids: set[str] = set()
        self._shared_at = -1
        self._own = False
        self._unwanted = 0

    def report(
        self,
        offset: int | None,
        code: str,
        message: str,
        *,
        url: str | None = None,
        capture_id: int | None = None,
        level: Level = "damage",
    ) -> None:
        """Add a finding."""
        finding = Finding(
            file=self.file, offset=offset, code=code, message=message, url=url, capture_id=capture_id, level=level
        )
        self.findings.append(finding)

    def take(self, item: Record | Damage, end: int) -> None:
        """Take the next thing that a survey gives; `end` is the length of the file."""
        self._pass_by(item.offset)
        if isinstance(item, Damage):
            until = end if item.resumes is None else item.resumes
            where = "the end of the file" if until >= end else f"offset {until}"
            message = f"{item.reason}; {until - item.offset} bytes up to {where} are lost"
            self.report(item.offset, item.code, message, url=item.url)
            return
        self.records += 1
        self.captures += item.type in _CAPTURES
        if item.type == "warcinfo":
            self._own = is_ours(item) and not self._foreign
        self.findings += examine(item, self.file, own=self._own)
        self._check_member(item)
        self._check_id(item)
        if self._with_rows:
            self._compare(item)

    def finish(self) -> None:
        """Report what the file should have held and did not."""
        self._pass_by(None)
        for offset, row in self._requests.items():
            self.report(
                offset, "row_without_record", "there is no request record here", url=row.url, capture_id=row.capture_id
            )
        if self._unwanted:  # of a file made by others, perhaps only a part was wanted
            message = f"{self._unwanted} captures of this file have no row: they are kept elsewhere, or were not wanted"
            self.report(None, "record_without_row", message, level="note")

    def _check_member(self, record: Record) -> None:
        if record.member_shared and record.offset != self._shared_at:
            message = "several records share one gzip member from here on, so they cannot be read by their offsets"
            self.report(record.offset, "shared_member", message, url=record.url)
            self._shared_at = record.offset

    def _check_id(self, record: Record) -> None:
        if record.record_id and record.record_id in self._ids:
            self.report(record.offset, "duplicate_id", f"{record.record_id} stands in this file before", url=record.url)
        elif record.record_id:
            self._ids.add(record.record_id)

    def _pass_by(self, offset: int | None) -> None:
        """Report the rows that lie before `offset` (all of them for None): no record began there."""
        while self._row and (offset is None or self._row.offset < offset):
            row = self._row
            message = "no whole record begins where this capture should be"
            self.report(row.offset, "row_without_record", message, url=row.url, capture_id=row.capture_id)
            self._row = next(self._rows, None)

    def _compare(self, record: Record) -> None:
        """Compare a record with the rows that point to its offset."""
        found = False
        while self._row and self._row.offset == record.offset:
            row, found = self._row, True
            self._row = next(self._rows, None)
            if row.request_offset is not None and self._earlier_requests.get(row.request_offset) != row.request_length:
                self._requests[row.request_offset] = row
            for difference in _differences(record, row):
                self.report(record.offset, "row_differs", difference, url=row.url, capture_id=row.capture_id)
        if record.type == "request" and not self._own:
            self._earlier_requests[record.offset] = record.length
        if request := self._requests.pop(record.offset, None):
            if record.type != "request" or record.length != request.request_length:
                message = f"a {record.type} record of {record.length} bytes stands where the request should be"
                self.report(record.offset, "row_differs", message, url=request.url, capture_id=request.capture_id)
        elif record.type in _CAPTURES and not found and self._own:
            message = f"a {record.type} that the database does not know"
            self.report(record.offset, "record_without_row", message, url=record.url)
        elif record.type in _CAPTURES and not found:
            self._unwanted += 1


def _differences(record: Record, row: ExpectedCapture) -> Iterator[str]:
    """Yield in words where a record is not what its row says."""
    own_id = made_id(record) if row.record_id.startswith(MADE_ID) else record.record_id
    pairs = (
        ("length", record.length, row.length),
        ("type", record.type, row.record_type),
        ("id", own_id, row.record_id),
        ("address", record.url, row.url),
    )
    for word, there, expected in pairs:
        if there != expected:
            yield f"{word} is {there}, the database says {expected}"
    label = record.header("WARC-Payload-Digest")
    if not row.payload_digest or row.payload_digest == label:
        return
    if record.type == "revisit" or len(record.block) < record.block_length:
        same = label is None or not row.payload_digest.startswith(label.partition(":")[0] + ":")
    else:
        same = matches(row.payload_digest, payload(record)) is not False
    if not same:
        yield f"payload digest is {label}, the database says {row.payload_digest}"
