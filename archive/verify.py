"""Proving an archive: every byte of every file, every row against its record, and the database itself."""

import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from archive.bulk import is_bulk, waiting
from archive.file_check import ExpectedCapture, FileReport, verify_file
from archive.fixity import Finding
from archive.pack_repair import leftovers, was_rewritten
from archive.places import Place, files_elsewhere, place_of
from archive.warc_files import OPEN, final_name

__all__ = ["ExpectedCapture", "FileReport", "Finding", "Report", "check_indexes", "verify_archive", "verify_file"]

DATABASE = "archive.db"
_WARC_NAMES = (".warc", ".warc.gz", ".warc.zst", ".warc" + OPEN, ".warc.gz" + OPEN)
_ROWS = """
SELECT id, url, offset, length, record_type, record_id, payload_digest, request_offset, request_length
FROM captures WHERE file = ? ORDER BY offset
"""
_ENDS = "SELECT max(max(offset + length, coalesce(request_offset + request_length, 0))) FROM captures WHERE file = ?"
_NAMES = "SELECT file FROM captures GROUP BY file UNION SELECT name FROM warc_files WHERE length > 0 ORDER BY 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a verification read and found. `bytes` counts those of WARC files."""

    files: int
    records: int
    captures: int
    bytes: int
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """True when nothing is damaged; notes do not count."""
        return all(finding.level == "note" for finding in self.findings)

    def as_dict(self) -> dict[str, object]:
        """Return the report as JSON can hold it."""
        return {"ok": self.ok, **asdict(self)}


def verify_archive(
    folder: Path,
    connection: sqlite3.Connection,
    *,
    check_index: bool = False,
    open_files_end: Mapping[str, int] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Verify the archive in `folder` against its database. Never raises for what the archive holds.

    `check_index` includes `check_indexes`. A file that is still open is checked up to the end that
    `open_files_end` gives for its name, else up to its last row. `progress` is called with the bytes read
    and the bytes to read. A capture counts as lost when its row finds no record, whatever the reason.
    """
    findings = [*_check_database(connection), *(check_indexes(connection) if check_index else ())]
    warcs = folder / "warc"
    names = {final_name(path) for path in warcs.glob("*") if path.name.endswith(_WARC_NAMES)}
    with suppress(sqlite3.DatabaseError):  # the check of the database has said so
        names |= {name for (name,) in connection.execute(_NAMES)}
        spare = {path.name for path in leftovers(warcs, connection)}
        findings += (_spare_finding(name) for name in sorted(spare))
        names -= spare
        elsewhere = {
            name for name in names & files_elsewhere(connection) if not _place(folder, connection, name).path.exists()
        }
        findings += _elsewhere_finding(elsewhere)
        names -= elsewhere
    tell = _Progress(progress, sum(_size(_place(folder, connection, name)) for name in names))
    reports: list[FileReport] = []
    for name in sorted(names):  # where each lies is asked for when its turn comes: a crawl may close it meanwhile
        place = _place(folder, connection, name)
        report, more = _verify_one(connection, name, place, open_files_end or {}, tell)
        reports.append(report)
        findings += [*report.findings, *more]
    return Report(
        files=len(reports),
        records=sum(report.records for report in reports),
        captures=sum(report.captures for report in reports),
        bytes=sum(report.length for report in reports),
        findings=tuple(findings),
    )


def _place(folder: Path, connection: sqlite3.Connection, name: str) -> Place:
    try:
        return place_of(folder, connection, name)
    except sqlite3.DatabaseError:  # the check of the database has said so
        return Place(path=folder / "warc" / name)


def _size(place: Place) -> int:
    if place.end is not None:
        return place.end - place.start
    return place.path.stat().st_size if place.path.exists() else 0


def _verify_one(
    connection: sqlite3.Connection,
    name: str,
    place: Place,
    open_files_end: Mapping[str, int],
    tell: Callable[[int], None],
) -> tuple[FileReport, list[Finding]]:
    """Verify one file with its rows, or alone where the rows cannot be read."""
    path = place.path
    try:
        if not path.exists() and was_rewritten(connection, name):
            message = "pack put another file in its place while this went on; verify again to have that one checked"
            moved = Finding(file=name, offset=None, code="moved", message=message, level="note")
            return FileReport(file=name, length=0, sha256="", records=0, captures=0, findings=()), [moved]
        end = place.end if place.end is not None else _end_to_check(connection, path, open_files_end)
        rows = _rows(connection, name)
        ingested = connection.execute("SELECT 1 FROM ingests WHERE name = ?", (name,)).fetchone() is not None
        foreign = ingested or name in files_elsewhere(connection)  # a part has rows for some of its captures only
        report = verify_file(path, name=name, expected=rows, start=place.start, end=end, foreign=foreign, on_bytes=tell)
        return report, list(_check_file_row(connection, path, report))
    except sqlite3.DatabaseError as error:
        message = f"the rows of {name} cannot be read ({error}); the file was checked alone"
        report = verify_file(path, name=name, start=place.start, end=place.end)
        return report, [_database_finding(message)]


class _Progress:
    """Adds up the bytes read."""

    def __init__(self, told: Callable[[int, int], None] | None, total: int) -> None:
        self._told = told
        self._done = 0
        self._total = total

    def __call__(self, size: int) -> None:
        self._done += size
        if self._told:
            self._told(self._done, self._total)


def _rows(connection: sqlite3.Connection, name: str) -> Iterator[ExpectedCapture]:
    for row in connection.execute(_ROWS, (name,)):
        capture_id, url, offset, length, record_type, record_id, payload_digest, request_offset, request_length = row
        yield ExpectedCapture(
            capture_id=capture_id,
            url=url,
            offset=offset,
            length=length,
            record_type=record_type,
            record_id=record_id,
            payload_digest=payload_digest,
            request_offset=request_offset,
            request_length=request_length,
        )


def _end_to_check(connection: sqlite3.Connection, path: Path, open_files_end: Mapping[str, int]) -> int | None:
    """Return where the committed part of an open file ends; None for a closed one."""
    name = final_name(path)
    if path.parent.name != "warc" or not path.name.endswith(OPEN):
        return None
    if name in open_files_end:
        return open_files_end[name]
    (end,) = connection.execute(_ENDS, (name,)).fetchone()
    return int(end or 0)


def _check_file_row(connection: sqlite3.Connection, path: Path, report: FileReport) -> Iterator[Finding]:
    """Compare a file with its row in warc_files."""
    row = connection.execute("SELECT length, sha256 FROM warc_files WHERE name = ?", (report.file,)).fetchone()
    if path.name == report.file + OPEN:
        message = f"still open; checked up to its committed end at {report.length} bytes"
        yield Finding(file=report.file, offset=None, code="open", message=message, level="note")
    elif not path.exists():
        return  # verify_file has said so
    elif row is None:
        message = "the database does not know this file"
        yield Finding(file=report.file, offset=None, code="unknown_file", message=message, level="note")
    elif row[0] is None or row[1] is None:
        message = "its digest was never recorded, because the run that closed it was interrupted"
        yield Finding(file=report.file, offset=None, code="no_digest", message=message, level="note")
    elif (row[0], row[1]) != (report.length, report.sha256):
        message = f"{report.length} bytes with sha256 {report.sha256}; when closed {row[0]} bytes with {row[1]}"
        yield Finding(file=report.file, offset=None, code="file_changed", message=message)


def _check_database(connection: sqlite3.Connection) -> Iterator[Finding]:
    try:
        for (problem,) in connection.execute("PRAGMA integrity_check"):
            if problem != "ok":
                yield _database_finding(problem)
        for table, rowid, parent, _ in connection.execute("PRAGMA foreign_key_check"):
            yield _database_finding(f"row {rowid} of {table} points to a row of {parent} that is not there")
    except sqlite3.DatabaseError as error:
        yield _database_finding(str(error))


def check_indexes(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Have SQLite compare the full-text indexes with the articles. Nothing is changed, but the connection must be one to write.

    Indexes that wait for a load to be completed are noted, not compared.
    """
    try:
        waits = is_bulk(connection)
    except sqlite3.DatabaseError as error:
        yield _database_finding(str(error))
        return
    if waits:
        message = f"{waiting(connection)} articles wait to be indexed; the next command that writes does it"
        yield Finding(file=DATABASE, offset=None, code="index_waiting", message=message, level="note")
        return
    for table in ("articles_exact", "articles_folded"):
        yield from _check_index(connection, table)


def _check_index(connection: sqlite3.Connection, table: str) -> Iterator[Finding]:
    """Have FTS5 compare an index with its text (SQLite, "FTS5 extension" §6.6)."""
    began = not connection.in_transaction
    try:
        connection.execute(f"INSERT INTO {table}({table}, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_READONLY:
            message = f"the full-text index {table} was not checked: the database may not be written to"
            yield Finding(file=DATABASE, offset=None, code="index_unchecked", message=message, level="note")
            return
        message = f"the full-text index {table} does not agree with the articles ({error}); it can be rebuilt"
        yield Finding(file=DATABASE, offset=None, code="index", message=message)
    finally:
        if began and connection.in_transaction:
            connection.rollback()


def _spare_finding(name: str) -> Finding:
    message = "left by a pack that is under way or was interrupted; its records are kept in another file as well"
    return Finding(file=name, offset=None, code="spare", message=message, level="note")


def _elsewhere_finding(names: Collection[str]) -> Iterator[Finding]:
    if names:
        message = (
            f"this is a part of another archive, made by export sqlite: {len(names)} of its WARC files stayed there, and "
            "the captures in them were not checked"
        )
        yield Finding(file=DATABASE, offset=None, code="elsewhere", message=message, level="note")


def _database_finding(message: str) -> Finding:
    return Finding(file=DATABASE, offset=None, code="database", message=message)
