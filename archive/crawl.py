"""The crawl: who is visited next, when, and when to stop. One thread decides, keeps and reads; others only fetch."""

import queue
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from archive import frontier, hosts
from archive.discovery import MOST_ROBOTS_HOPS, robots_address, robots_moved, shut_by, take_robots
from archive.folder import transaction
from archive.frontier import Entry
from archive.ingest import Keeper, keep, keep_robots
from archive.outcomes import Visit
from archive.progress import Event
from archive.report import Report
from archive.run import Bounds
from archive.visitors import Answer, Visitor
from parsers.site import Site
from scraper.fetch import Fetcher
from scraper.politeness import LEAST_DELAY, HostState, after, wait
from scraper.robots import Robots

_HOSTS_AT_ONCE = 2000  # one thread each; far more than the sites known
_WORTH_WAITING = 90.0  # seconds; a host that wants a longer pause is left for the next run
_TRUSTED_304 = 10  # portals lie with 304 too: after so many in a row the whole page is asked for


@dataclass(slots=True)
class _Host:
    visitor: Visitor
    site: Site
    state: HostState
    last_request: datetime | None
    robots: Robots | None
    busy: bool = False
    robots_hops: int = 0


class Crawl:
    """One run over some sites: `Crawl(...).run()`. `report` fills as it goes, so that an interrupted run has one too."""

    def __init__(
        self,
        keeper: Keeper,
        sites: Sequence[Site],
        report: Report,
        *,
        agent: str,
        bounds: Bounds,
        tell: Callable[[Event], None],
    ) -> None:
        self._keeper, self._report, self._agent, self._bounds, self._tell = keeper, report, agent, bounds, tell
        self._sites = {site.id: site for site in sites}
        self._hosts: dict[str, _Host] = {}
        self._left: set[str] = set()  # hosts not visited any more in this run
        self._answers: queue.SimpleQueue[Answer | None] = queue.SimpleQueue()
        self._started = time.monotonic()
        self._asked = 0
        self._under_way: set[str] = set()
        self._interrupted = False
        self._names: list[str] = []
        self._left_over = 0
        self._looked = 0.0

    def run(self) -> None:
        """Visit everything due, then return; `report.stopped_by` says what ended it early. Raises NoSpace."""
        try:
            while not self._interrupted:
                bound = self._bound_reached()
                pause = None if bound else self._send_out()
                if pause is None and not self._under_way:
                    self._report.stopped_by = bound
                    return
                try:
                    answer = self._answers.get(timeout=None if pause is None else min(pause, 5.0))
                except queue.Empty:
                    continue
                if answer is not None:
                    self._take(answer)
            self._report.stopped_by = "interrupt"
        finally:
            for host in self._hosts.values():
                host.visitor.stop()

    def interrupt(self) -> None:
        """Ask the run to end after the capture at hand. Safe to call from a signal handler."""
        self._interrupted = True
        self._answers.put(None)

    def _bound_reached(self) -> str | None:
        pages, seconds = self._bounds.pages, self._bounds.seconds
        if pages is not None and self._asked >= pages:
            return "pages" if self._due() else None
        if seconds is not None and time.monotonic() - self._started >= seconds:
            return "time" if self._due() else None
        return None

    def _due(self) -> int:
        return frontier.count_todo(self._keeper.connection, self._sites)

    def _hosts_todo(self) -> list[str]:
        """Return the hosts with work, looked up anew once a second, or at once when nothing is under way."""
        if not self._under_way or time.monotonic() - self._looked >= 1.0:
            with transaction(self._keeper.connection):
                frontier.promote(self._keeper.connection, self._sites, _now())
            self._names = frontier.hosts_todo(self._keeper.connection, self._sites)
            self._left_over = self._due()
            self._looked = time.monotonic()
        return self._names

    def _send_out(self) -> float | None:
        """Give work to every host that is free and may be asked. Returns the seconds until the next may be, if one waits."""
        now = _now()
        soonest: float | None = None
        for name in self._hosts_todo():
            host = self._open(name)
            if host is None or host.busy:
                continue
            pause = wait(host.state, now=now, last_request=host.last_request)
            if pause > _WORTH_WAITING:
                self._leave(name, host, f"{name} is not to be asked for another {timedelta(seconds=round(pause))}")
            elif pause > 0:
                soonest = pause if soonest is None else min(soonest, pause)
            else:
                self._give_work(name, host, now)
        return soonest

    def _open(self, name: str) -> _Host | None:
        """Return a host's state, starting its thread at the first visit; None when it is not visited in this run."""
        if name in self._left or name in self._hosts or len(self._hosts) >= _HOSTS_AT_ONCE:
            return None if name in self._left else self._hosts.get(name)
        site = next((one for one in self._sites.values() if one.has_host(name)), None)
        if site is None:
            self._left.add(name)
            return None
        fetcher = Fetcher(
            user_agent=self._agent,
            allow_private=site.local,
            limits=self._bounds.limits,
            tls=site.tls,
            tls_reason=site.tls_reason,
        )
        state, last_request = hosts.load(self._keeper.connection, name)
        rules = hosts.robots(self._keeper.connection, name, _now())
        if self._least_delay(site) == 0 and state.failures == 0:
            state = HostState(not_before=state.not_before, delay=0.0)
        host = self._hosts[name] = _Host(Visitor(name, fetcher, self._answers), site, state, last_request, rules)
        if rules and _shuts_out(rules, site, name):
            self._report.sites[site.id].failed["robots"] += 1
            self._leave(name, host, f"robots.txt of {name} allows nothing, so all of it is left alone")
            return None
        return host

    def _least_delay(self, site: Site) -> float:
        asked = (self._bounds.delay, site.delay, LEAST_DELAY)
        return next(delay for delay in asked if delay is not None)

    def _leave(self, name: str, host: _Host, why: str) -> None:
        self._left.add(name)
        self._report.sites[host.site.id].notes.append(why)
        self._tell(Event(what="waiting", url=name, outcome=why))

    def _give_work(self, name: str, host: _Host, now: datetime) -> None:
        if self._interrupted or (self._bounds.pages is not None and self._asked >= self._bounds.pages):
            return
        if host.robots is None:
            if first := frontier.next_todo(self._keeper.connection, name, ()):
                host.busy = True
                self._under_way.add(f"robots {name}")
                host.visitor.fetch(robots_address(first.url), None)
            return
        entry = self._next(name, host, now)
        if entry is None:
            return
        host.busy = True
        self._asked += 1
        self._under_way.add(entry.key)
        trusted = entry.not_modified_count < _TRUSTED_304
        etag, modified = (entry.etag, entry.last_modified) if trusted else (None, None)
        host.visitor.fetch(entry.url, entry, etag=etag, last_modified=modified)

    def _next(self, name: str, host: _Host, now: datetime) -> Entry | None:
        """Return a host's next address that may be visited; what may not be is put aside with its reason on the way."""
        assert host.robots is not None
        connection, skipped = self._keeper.connection, self._report.sites[host.site.id].skipped
        while entry := frontier.next_todo(connection, name, self._under_way):
            if not host.robots.allowed(entry.url):
                with transaction(connection):
                    frontier.close(connection, entry.key, "refused", "robots")
                skipped["robots"] += 1
            elif (
                entry.role == "listing"
                and self._bounds.since
                and frontier.all_older(connection, entry, self._bounds.since)
            ):
                with transaction(connection):
                    frontier.postpone(connection, entry, now + timedelta(days=30), "since")
                skipped["since"] += 1
            else:
                return entry
        return None

    def _take(self, answer: Answer) -> None:
        """Take an answer: free the host and give it new work first, so that reading does not hold up fetching; then keep."""
        host, now = self._hosts[answer.host], _now()
        host.busy, host.last_request = False, now
        crawl_delay = host.robots.crawl_delay() if host.robots else None
        least = self._least_delay(host.site)
        host.state = after(host.state, answer.exchange, now=now, least=least, crawl_delay=crawl_delay)
        if answer.entry is None:
            self._take_robots(answer, host, now)
            return
        if answer.exchange.challenge == "again" and answer.host not in self._left:
            self._leave(answer.host, host, shut_by(answer.exchange, answer.host)[1])
        if answer.host not in self._left and wait(host.state, now=now, last_request=now) == 0:
            self._give_work(answer.host, host, now)
        counts = self._report.sites[host.site.id]

        def save_host(visit: Visit) -> None:
            hosts.save(self._keeper.connection, answer.host, host.state, reason=visit.outcome, now=now)

        visit = keep(self._keeper, answer.exchange, answer.entry, host.site, counts, now=now, then=save_host)
        self._under_way.discard(answer.entry.key)
        url, status = answer.entry.url, answer.exchange.status
        self._tell(Event(what="visit", url=url, outcome=visit.outcome, status=status, due=self._left_over, visit=visit))

    def _take_robots(self, answer: Answer, host: _Host, now: datetime) -> None:
        exchange, counts = answer.exchange, self._report.sites[host.site.id]
        counts.requests += 1
        counts.bytes += len(exchange.response)
        moved = exchange.url if exchange.challenge == "answered" else robots_moved(exchange)
        if moved and host.robots_hops < MOST_ROBOTS_HOPS:
            keep_robots(self._keeper, exchange, host.site)
            host.robots_hops += 1
            host.busy = True
            host.visitor.fetch(moved, None)
            return
        host.robots = take_robots(self._keeper, exchange, answer.host, host.site, now=now)
        with transaction(self._keeper.connection):
            hosts.save(self._keeper.connection, answer.host, host.state, reason="robots", now=now)
        self._under_way.discard(f"robots {answer.host}")
        self._tell(Event(what="robots", url=exchange.url, outcome=exchange.failure or "kept", status=exchange.status))
        if _shuts_out(host.robots, host.site, answer.host):
            reason, why = shut_by(exchange, answer.host)
            counts.failed[reason] += 1
            self._leave(answer.host, host, why)


def _shuts_out(rules: Robots, site: Site, name: str) -> bool:
    """Say whether nothing of a host may be visited, as far as its home page and the site's seeds tell."""
    return not any(rules.allowed(url) for url in (f"http://{name}/", *site.seeds))


def _now() -> datetime:
    return datetime.now(UTC)
