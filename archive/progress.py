"""What a person sees while a command works: a bar on a terminal, JSON in a log, a line for each failure."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

from archive.errors import BadQuery
from archive.report import ORDINARY

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from archive.outcomes import Visit  # loads the parsers, which a verification does without

_MOST_LINES = 20  # failures told one by one; the table `problems` has all of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One step, for progress bars and logs: `what` is visit, robots or waiting. `due` counts the addresses still due."""

    what: str
    url: str
    outcome: str
    status: int | None = None
    due: int = 0
    visit: "Visit | None" = None


class Show:
    """A function of events, for the length of a `with` block."""

    def __init__(self, *, quiet: bool, terminal: bool, log: Path | None, say: Callable[[str], None]) -> None:
        self._quiet, self._terminal, self._say = quiet, terminal, say
        self._path, self._log = log, None if log is None else _opened(log)
        self._bar: tuple[Progress, TaskID] | None = None
        self._visits = self._told = 0

    def __enter__(self) -> Self:
        if self._terminal and not self._quiet:
            self._bar = _crawl_bar()
            self._bar[0].start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._bar:
            self._bar[0].stop()
        if self._told > _MOST_LINES:
            self._say(f"and {self._told - _MOST_LINES} more; the table problems has all of them")
        if self._log:
            self._log.close()

    def __call__(self, event: Event) -> None:
        """Show one event. What is shown never decides how a run goes on: trouble with a terminal is passed over."""
        self._write_log(event)
        with suppress(OSError):
            if event.what == "visit":
                self._visits += 1
            if self._bar:
                bar, task = self._bar
                bar.update(task, completed=self._visits, total=self._visits + event.due, url=event.url[:60])
            self._tell(event)

    def _tell(self, event: Event) -> None:
        if event.what in ("waiting", "recovered"):
            self._line(event.outcome if event.what == "waiting" else f"{event.url}: {event.outcome}")
            return
        if event.visit is None or event.outcome == "not_modified":
            return
        if self._quiet and event.outcome.removeprefix("failed:") in ORDINARY:
            return
        for problem in event.visit.problems:
            told = problem.message if event.url in problem.message else f"{event.url}: {problem.message}"
            if event.outcome.startswith(("failed", "skipped")) or problem.code in (
                "drift",
                "no_layout",
                "unknown_site",
                "empty_listing",
            ):
                self._told += 1
                if self._told <= _MOST_LINES:
                    self._line(told)

    def _line(self, text: str) -> None:
        if self._bar:
            self._bar[0].console.print(text, markup=False, highlight=False)
        else:
            self._say(text)

    def _write_log(self, event: Event) -> None:
        if self._log is None:
            return
        fields = {"at": datetime.now(UTC).isoformat(), "event": event.what, "url": event.url, "outcome": event.outcome}
        if event.status is not None:
            fields["status"] = str(event.status)
        with suppress(OSError):
            self._log.write(json.dumps(fields, ensure_ascii=False) + "\n")
            self._log.flush()


@contextmanager
def bar(what: str, *, shown: bool, unit: str | None = None) -> Iterator[Callable[[int, int], None] | None]:
    """Give a function (done, all) that draws a bar of bytes, or of a `unit`; None where none is to be shown."""
    if not shown:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    size = (MofNCompleteColumn(), TextColumn(unit)) if unit else (DownloadColumn(),)
    columns = (TextColumn("{task.description}"), BarColumn(), *size, TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def _crawl_bar() -> "tuple[Progress, TaskID]":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("pages"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[url]}", markup=False),
    )
    progress = Progress(*columns, console=Console(stderr=True), transient=True)
    return progress, progress.add_task("crawl", total=None, url="")


def _opened(path: Path) -> TextIO:
    try:
        return path.open("a", encoding="utf-8")
    except OSError as error:
        raise BadQuery(f"--log-json {path}: cannot write there ({error.strerror})") from error
