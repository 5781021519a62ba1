"""The commands `pack` and `unpack` from start to end: the lock, each file in turn, the report."""

import json
import sqlite3
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archive import store
from archive.errors import NoSpace
from archive.folder import reading, transaction, writing
from archive.pack import FileResult, Way, files_of_others, files_to_do, rewrite_file
from archive.recovery import recover

_CODES = {"interrupt": 130, "disk": 5}


def run_pack(
    folder: Path,
    way: Way,
    *,
    only: Collection[str] = (),
    dry_run: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, Any]:
    """Rewrite the closed WARC files of an archive as .warc.zst, or (`unpack`) as .warc.gz again. Returns the report.

    `only` narrows to files that hold captures of these sites. `dry_run` compresses all the same and says what it would
    come to, but writes nothing. `progress` is called with the bytes done and to do. The exit code is 1 when a file is
    damaged, 5 when the disk is full, 130 after an interrupt; what was rewritten until then stays. Raises the errors of
    archive.errors.
    """
    started = store.stamp(datetime.now(UTC))
    if dry_run:
        with reading(folder) as connection:
            each = _each(folder, connection, way, only, True, progress)
            return report_of(way, started, None, *each, foreign=files_of_others(connection, way))
    with writing(folder) as connection:
        connection.execute("PRAGMA synchronous = FULL")  # the old file goes only after the commit is on the disk
        recover(folder, connection)
        with transaction(connection):
            run_id = connection.execute("INSERT INTO runs(command, started) VALUES (?, ?)", (way, started)).lastrowid
        each = _each(folder, connection, way, only, False, progress)
        report = report_of(way, started, run_id, *each, foreign=files_of_others(connection, way))
        with suppress(NoSpace), transaction(connection):
            connection.execute(
                "UPDATE runs SET finished = ?, exit_code = ?, report = ? WHERE id = ?",
                (report["finished"], report["exit_code"], json.dumps(report, ensure_ascii=False), run_id),
            )
    return report


def _each(
    folder: Path,
    connection: sqlite3.Connection,
    way: Way,
    only: Collection[str],
    dry_run: bool,
    progress: Callable[[int, int], None] | None,
) -> tuple[list[FileResult], str | None, bool]:
    """Return what became of each file, what stopped the run before its end, and whether it was dry."""
    files = files_to_do(folder, connection, way, only)
    done, total = 0, sum(file.length for file in files)
    results: list[FileResult] = []

    def told(size: int) -> None:
        nonlocal done
        done += size
        if progress:
            progress(done, total)

    try:
        for file in files:
            results.append(rewrite_file(connection, file, way, dry_run=dry_run, told=told))
    except KeyboardInterrupt:
        return results, "interrupt", dry_run
    except NoSpace:
        return results, "disk", dry_run
    return results, None, dry_run


def report_of(
    way: Way,
    started: str,
    run_id: int | None,
    results: Sequence[FileResult],
    stopped_by: str | None,
    dry_run: bool,
    *,
    foreign: int = 0,
) -> dict[str, Any]:
    """Return the report as JSON has it: one object. `foreign` counts the files that others made, which stay as they are."""
    done = [one for one in results if one.after is not None]
    code = _CODES[stopped_by] if stopped_by else int(any(one.damaged for one in results))
    return {
        "command": way,
        "run": run_id,
        "started": started,
        "finished": store.stamp(datetime.now(UTC)),
        "stopped_by": stopped_by,
        "exit_code": code,
        "dry_run": dry_run,
        "total": {
            "files": len(done),
            "left": len(results) - len(done),
            "foreign": foreign,
            "records": sum(one.records for one in done),
            "before": sum(one.before for one in done),
            "after": sum(one.after or 0 for one in done),
        },
        "files": [one.as_dict() for one in results],
    }
