"""One run of a command that writes: lock, recovery, the row in `runs`, the WARC writer, and the report at the end."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from archive import store
from archive.derived import refresh
from archive.errors import NoSpace
from archive.folder import transaction, writing
from archive.ingest import Keeper
from archive.recovery import Recovered, close_file, recover
from archive.report import Report
from archive.version import tool_version
from archive.warc import WarcWriter
from scraper.fetch import Limits

_READING = 2.0  # seconds at the end of a run for what follows from texts; the rest waits for the next
_STOPPED = {"pages": 5, "time": 5, "bytes": 5, "disk": 5, "interrupt": 130, "outage": 1, "error": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """When to stop, and how fast to go.

    `pages` counts requests but those for robots.txt; `seconds` is wall time; `bytes` counts what servers answered; `free`
    is how many bytes must stay free on the disk. `delay` is the least pause of a host in seconds; `since` (YYYY-MM-DD)
    is the day past which lists are not followed.
    """

    pages: int | None = None
    seconds: float | None = None
    bytes: int | None = None
    free: int | None = None
    delay: float | None = None
    since: str | None = None
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run under way: what keeps, what counts, and what was put right before it began."""

    keeper: Keeper
    report: Report
    recovered: tuple[Recovered, ...]


@contextmanager
def run(folder: Path, command: str, *, operator: str | None = None, create: bool = True) -> Iterator[Run]:
    """Open the archive for one run. At its good end the WARC file is closed; the report is stored however it ends.

    After NoSpace inside, which is raised again, `report.stopped_by` is "disk".
    """
    started = datetime.now(UTC)
    with writing(folder, create=create) as connection:
        recovered = tuple(recover(folder, connection))
        report = Report(command=command, started=store.stamp(started))
        with transaction(connection):
            cursor = connection.execute("INSERT INTO runs(command, started) VALUES (?, ?)", (command, report.started))
            report.run_id = cursor.lastrowid
        assert report.run_id is not None
        writer = WarcWriter(
            folder / "warc",
            prefix=f"tintinh-{started:%Y%m%dT%H%M%SZ}-{report.run_id:05d}",
            software=f"tintinh/{tool_version()}",
            operator=operator,
            on_open=lambda name: _opened(connection, name, report.run_id),
            on_close=lambda name, length, sha256: _closed(connection, name, length, sha256),
        )
        try:
            yield Run(keeper=Keeper(connection, writer, report.run_id), report=report, recovered=recovered)
            writer.close()
        except BaseException as error:
            # The WARC file stays open: it may hold a capture whose rows were not committed, which the next run adopts.
            report.stopped_by = _why_ended(error)
            with suppress(NoSpace):
                _finish(connection, report)
            raise
        _finish(connection, report)
        with suppress(NoSpace):  # the run itself is whole; what follows from texts is read at the next chance
            refresh(connection, seconds=_READING)


def _why_ended(error: BaseException) -> str:
    if isinstance(error, NoSpace):
        return "disk"
    return "interrupt" if isinstance(error, KeyboardInterrupt) else "error"


def exit_code(report: Report) -> int:
    """Return the exit code of a run: a bound, then trouble that an operator must see, then 0.

    A crawl expects a page here and there to fail; of `fetch` each address was asked for by name.
    """
    if report.stopped_by:
        return _STOPPED[report.stopped_by]
    if report.command == "ingest":
        return int(report.trouble or any(counts.drift for counts in report.sites.values()))
    if report.command == "fetch" and (report.total("failed") or report.total("skipped")):
        return 1
    return 1 if any(counts.needs_attention() for counts in report.sites.values()) else 0


def _opened(connection: sqlite3.Connection, name: str, run_id: int | None) -> None:
    with transaction(connection):
        opened = store.stamp(datetime.now(UTC))
        connection.execute("INSERT INTO warc_files(name, run_id, opened) VALUES (?, ?, ?)", (name, run_id, opened))


def _closed(connection: sqlite3.Connection, name: str, length: int, sha256: str) -> None:
    with transaction(connection):
        close_file(connection, name, length, sha256)


def _finish(connection: sqlite3.Connection, report: Report) -> None:
    report.finished = store.stamp(datetime.now(UTC))
    report.exit_code = exit_code(report)
    text = json.dumps(report.as_dict(), ensure_ascii=False)
    with transaction(connection):
        connection.execute(
            "UPDATE runs SET finished = ?, exit_code = ?, report = ? WHERE id = ?",
            (report.finished, report.exit_code, text, report.run_id),
        )
