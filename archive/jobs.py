"""What the writing commands do, whole: a run is opened, work is done, the report comes back as a dict."""

import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, TypeAlias

from archive import frontier
from archive.clock import Clock
from archive.crawl import HOSTS_AT_ONCE, Crawl
from archive.discovery import prepare
from archive.errors import BadQuery, CannotOpen, NoSpace
from archive.folder import DATABASE, reading, transaction
from archive.outcomes import Visit
from archive.progress import Event
from archive.report import Report
from archive.run import Bounds, Run, run
from archive.single import fetch_all
from archive.warc_files import lost_database
from parsers.site import Site
from scraper.fetch import Limits

Tell: TypeAlias = Callable[[Event], None]
Wanted: TypeAlias = Mapping[str, tuple[Site, list[str]]]


def crawl_sites(
    folder: Path,
    wanted: Wanted,
    *,
    agent: str,
    operator: str | None,
    bounds: Bounds,
    recheck: bool,
    tell: Tell,
    clock: Clock = Clock(),  # noqa: B008 - a frozen value
    hosts_at_once: int = HOSTS_AT_ONCE,
) -> dict[str, Any]:
    """Crawl sites into an archive, which is made if it is not there. Returns the report of docs/cli.md.

    The first SIGINT or SIGTERM ends the run after the capture at hand; a second one at once. Raises the errors of
    archive.errors, but a full disk ends the run with a report, like any other bound.
    """

    def work(this: Run) -> None:
        _tell_recovery(this, tell)
        for site, urls in wanted.values():
            this.report.sites[site.id].requests += 0  # a site without a visit belongs to the report too
            prepare(this.keeper, site, urls=urls, recheck=recheck, now=clock.now())
        with transaction(this.keeper.connection):
            frontier.reopen(this.keeper.connection, list(wanted), clock.now(), everything=recheck)
        sites = [site for site, _ in wanted.values()]
        crawl = Crawl(
            *(this.keeper, sites, this.report),
            folder=folder,
            agent=agent,
            bounds=bounds,
            tell=tell,
            clock=clock,
            hosts_at_once=hosts_at_once,
        )
        with _interruptible(crawl.interrupt):
            crawl.run()

    return _reported(folder, "crawl", operator, work, tell)


def fetch_urls(folder: Path, urls: Sequence[str], *, agent: str, operator: str | None, tell: Tell) -> dict[str, Any]:
    """Archive some addresses now. Returns the report. Every address that could not be kept makes the exit code 1."""

    def heard(url: str, visit: Visit) -> None:
        tell(Event(what="visit", url=url, outcome=visit.outcome, visit=visit))

    def work(this: Run) -> None:
        _tell_recovery(this, tell)
        fetch_all(this, urls, agent=agent, limits=Limits(), tell=heard)

    return _reported(folder, "fetch", operator, work, tell)


def ingest_files(
    folder: Path,
    paths: Sequence[Path],
    *,
    generic: bool = False,
    copy: bool = False,
    jobs: int | None = None,
    sites: Mapping[str, Site] | None = None,
    progress: Callable[[int, int], None] | None = None,
    tell: Tell = lambda event: None,
) -> dict[str, Any]:
    """Take files of others and other archives into an archive, which is made if it is not there. Returns the report.

    `generic` also reads pages of hosts that nobody knows; `copy` copies the files into the archive instead of referring
    to them; `jobs` is the number of processes that read, None means one a core. `sites` are those known, by id.
    Raises BadQuery for a file that is not there, before anything is changed.
    """
    from archive.intake import Intake  # here, for a crawl begins sooner without it

    for path in paths:
        if not path.exists():
            raise BadQuery(f"{path}: no such file")
        if path.is_dir():
            _check_archive(folder, path)
    asked_to_end: list[bool] = []

    def work(this: Run) -> None:
        _tell_recovery(this, tell)
        intake = Intake(
            folder,
            this.keeper.connection,
            this.report,
            generic=generic,
            sites=sites,
            progress=progress,
            stop=lambda: bool(asked_to_end),
        )
        with _interruptible(lambda: asked_to_end.append(True)):
            intake.run(paths, copy=copy, jobs=jobs or os.cpu_count() or 1)

    return _reported(folder, "ingest", None, work, tell)


def _check_archive(folder: Path, other: Path) -> None:
    """Raise BadQuery or CannotOpen for a folder that cannot be merged into the archive in `folder`."""
    from archive.merge import opened

    if folder.exists() and folder.samefile(other):
        raise BadQuery(f"{other}: this is the archive itself; name another one")
    with opened(other):
        pass


def _reported(
    folder: Path, command: str, operator: str | None, work: Callable[[Run], None], tell: Tell
) -> dict[str, Any]:
    report: Report | None = None
    try:
        with run(folder, command, operator=operator) as this:
            report = this.report
            work(this)
    except NoSpace as error:
        if report is None:
            raise
        report.stopped_by, report.exit_code = "disk", NoSpace.exit_code  # even if only the report found no room
        tell(Event(what="waiting", url=str(folder), outcome=str(error)))
    return report.as_dict()


def _tell_recovery(this: Run, tell: Tell) -> None:
    for one in this.recovered:
        copied = f", {one.cut} torn bytes moved to {one.damaged_copy.name}" if one.damaged_copy else ""
        what = f"the last run did not end well: {one.adopted} captures adopted{copied}"
        tell(Event(what="recovered", url=one.file, outcome=what))


@contextmanager
def _interruptible(interrupt: Callable[[], None]) -> Iterator[None]:
    """Turn the first SIGINT or SIGTERM into a request to end; restore the usual handling then, so that a second one ends at once."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def handle(_number: int, _frame: FrameType | None) -> None:
        restore()
        interrupt()

    for number in before:
        signal.signal(number, handle)
    try:
        yield
    finally:
        restore()


def plan(folder: Path, wanted: Wanted) -> Iterator[str]:
    """Say what a crawl would do, without a request: seeds, hosts, what is due. Raises CannotOpen where no archive can be."""
    there = next((one for one in (folder, *folder.parents) if one.exists()), None)
    if there and not there.is_dir():
        raise CannotOpen(f"{there}: a file, so no archive can be made there; choose another folder with --archive")
    if lost := lost_database(folder / DATABASE):
        raise CannotOpen(lost)
    for site, urls in wanted.values():
        yield f"{site.id}: {', '.join(site.hosts)}; at least {1.0 if site.delay is None else site.delay} s between requests"
        for seed in urls or site.seeds:
            yield f"  begin at {seed}"
    if not (folder / DATABASE).is_file():
        yield f"{folder}: an archive would be made there"
        return
    with reading(folder) as connection:
        todo = frontier.count_todo(connection, list(wanted))
        yield f"{folder}: {todo} addresses are left over from earlier runs"
