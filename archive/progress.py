"""What a person sees while a command works: a bar on a terminal, JSON in a log, a line for each failure."""

import json
import time
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

_WINDOW = 10.0  # seconds that a rate is taken over
_MOST_LINES = 20  # failures told one by one; the table `problems` has all of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One step, for progress bars and logs: `what` is visit, robots, probe or waiting.

    `due` counts the addresses still due, `hosts` those being visited, `asked` those that are answering at this moment;
    `next_host` is the one whose pause ends first.
    """

    what: str
    url: str
    outcome: str
    status: int | None = None
    due: int = 0
    hosts: int = 0
    asked: int = 0
    next_host: str = ""
    visit: "Visit | None" = None


@dataclass(slots=True)
class Rate:
    """How many a second, over the last ten seconds or so."""

    _since: float | None = None
    _count: float = 0.0

    def tick(self, at: float) -> float:
        """Count one more at a time in seconds; return how many a second there are."""
        if self._since is None:
            self._since = at
        self._count += 1
        span = at - self._since
        if span > 2 * _WINDOW:  # forget the older half
            self._count, self._since, span = self._count / 2, at - span / 2, span / 2
        return self._count / span if span > 1 else self._count


class Show:
    """A function of events, for the length of a `with` block.

    A log that belongs into `folder`, the archive, is begun with the first event: the folder may not be there before.
    """

    def __init__(
        self, *, quiet: bool, terminal: bool, log: Path | None, say: Callable[[str], None], folder: Path | None = None
    ) -> None:
        self._quiet, self._terminal, self._say = quiet, terminal, say
        waits = log and folder and not log.parent.exists() and log.resolve().is_relative_to(folder.resolve())
        self._path, self._log = log, _opened(log) if log and not waits else None
        self._bar: tuple[Progress, TaskID] | None = None
        self._visits = self._told = self._due = 0
        self._rate = Rate()

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
                self._due = event.due if event.what == "visit" else self._due
                bar.update(task, completed=self._visits, total=self._visits + self._due, now=self._now(event))
            self._tell(event)

    def _now(self, event: Event) -> str:
        """Return what is going on in a few words: pages a second, hosts, what waits for whom, the address last kept."""
        if event.what != "visit":
            return event.url[:60]
        pace = f"{self._rate.tick(time.monotonic()):.1f}/s"
        pausing = event.hosts - event.asked
        hosts = f"{event.hosts} hosts: {event.asked} asked, {pausing} pausing"
        first = f", {event.next_host} next" if event.next_host and not event.asked else ""
        return f"{pace}, {hosts}{first}; {event.url[:48]}"

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
        if self._path is None:
            return
        if self._log is None:
            self._log = _opened(self._path)
        at = datetime.now(UTC).isoformat()
        fields: dict[str, str | int] = {"at": at, "event": event.what, "url": event.url, "outcome": event.outcome}
        if event.status is not None:
            fields["status"] = event.status
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
        task = progress.add_task(what, total=None)  # until it is known how much there is
        yield lambda done, total: progress.update(task, completed=done, total=total)


def _crawl_bar() -> "tuple[Progress, TaskID]":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
    from rich.table import Column

    what_goes_on = Column(ratio=1, no_wrap=True, overflow="ellipsis")  # it alone is cut where a terminal is narrow
    columns = (
        BarColumn(bar_width=10),
        MofNCompleteColumn(),
        TextColumn("pages"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[now]}", markup=False, table_column=what_goes_on),
    )
    progress = Progress(*columns, console=Console(stderr=True), transient=True, expand=True)
    return progress, progress.add_task("crawl", total=None, now="")


def _opened(path: Path) -> TextIO:
    try:
        return path.open("a", encoding="utf-8")
    except OSError as error:
        raise BadQuery(f"--log-json {path}: cannot write there ({error.strerror})") from error
