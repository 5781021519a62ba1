"""`tintinh index`: the indexes brought up to date, those in the database and the sidecar beside it."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from archive.bulk import complete, waiting
from archive.errors import ArchiveBusy
from archive.folder import reading, writing
from archive.sidecar.feed import refresh
from archive.sidecar.files import demand_extra, drop, last_change


def bring_up_to_date(folder: Path, *, rebuild: bool, progress: Callable[[int, int], None] | None) -> dict[str, Any]:
    """Complete the full-text indexes where a load was interrupted, then make or refresh the sidecar. Returns the report.

    `completed` counts the articles that searches could not find before, `waiting` those that they cannot find yet because a
    run holds the archive. Raises the errors of archive.errors.
    """
    demand_extra()
    completed = 0
    with reading(folder) as connection:
        left = waiting(connection)
    if left:
        try:
            with writing(folder) as connection:
                completed, left = complete(connection, told=progress), 0
        except ArchiveBusy:
            completed = 0
    with reading(folder) as connection:
        done = refresh(folder, connection, rebuild=rebuild, told=progress)
        articles = connection.execute("SELECT count(*) FROM articles").fetchone()[0]
        change = last_change(connection)
    return {
        "articles": articles,
        "added": done.added,
        "removed": done.removed,
        "rebuilt": done.rebuilt,
        "change": change,
        "completed": completed,
        "waiting": left,
    }


def take_away(folder: Path) -> dict[str, Any]:
    """Delete the sidecar. Returns whether there was one."""
    with reading(folder):
        return {"dropped": drop(folder)}


def report_lines(report: Mapping[str, Any]) -> Iterator[str]:
    """Say what was done, for a person."""
    if "dropped" in report:
        yield "the sidecar index is deleted" if report["dropped"] else "there was no sidecar index"
        return
    if report["completed"]:
        yield f"{report['completed']} articles of an interrupted load can be found again"
    if report["waiting"]:
        yield f"{report['waiting']} articles wait to be indexed; the run that holds the archive does it when it ends"
    done = "made" if report["rebuilt"] else "refreshed"
    gone = f", {report['removed']} taken out" if report["removed"] else ""
    yield f"sidecar index {done}: {report['added']} articles put in{gone}; {report['articles']} in the archive"
