"""The hosts that a run is visiting: each with its thread, its politeness, its rules, and what it is asked for."""

import queue
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from archive import hosts
from archive.clock import Clock
from archive.discovery import shut_by
from archive.frontier import Entry
from archive.ingest import Keeper
from archive.outage import Standing
from archive.progress import Event
from archive.report import Report
from archive.run import Bounds
from archive.visitors import Answer, Visitor
from parsers.site import Site
from scraper.exchange import Exchange
from scraper.fetch import Fetcher
from scraper.politeness import LEAST_DELAY, HostState, after, wait
from scraper.robots import Robots

_LATELY = timedelta(days=3)  # so long a host that died may be called our outage, where nothing can prove that it is not
_TRUSTED_304 = 10  # portals lie with 304 too: after so many in a row the whole page is asked for


@dataclass(slots=True)
class OpenHost:
    """One host being visited. `under_way` holds the keys of what was asked for and is not in the database yet."""

    name: str
    visitor: Visitor
    site: Site
    state: HostState
    last_request: datetime | None
    robots: Robots | None
    least: float
    busy: bool = False
    waiting: bool = False  # in the queue of those that will be asked
    robots_hops: int = 0
    under_way: set[str] = field(default_factory=set)
    turn: int = 0
    kept: int = 0
    refused: int = 0  # answers in a row that shut us out
    probed: bool = False
    answered_last: datetime | None = None  # None: not that we know

    def standing(self, now: datetime) -> Standing:
        """Return what a failure to reach the host says about our own network."""
        if self.state.failures > 0:
            return "failing"
        return "good" if self.answered_last and now - self.answered_last < _LATELY else "unknown"

    def pause(self, now: datetime) -> float:
        """Return the seconds until the host may be asked."""
        return wait(self.state, now=now, last_request=self.last_request)

    def answered(self, answer: Answer, now: datetime) -> None:
        """Note an answer: the host is free, and its politeness follows from it."""
        self.busy, self.last_request = False, now
        if answer.exchange.response:
            self.answered_last = now
        crawl_delay = self.robots.crawl_delay() if self.robots else None
        self.state = after(self.state, answer.exchange, now=now, least=self.least, crawl_delay=crawl_delay)

    def ask(self, entry: Entry) -> None:
        """Have a page fetched, conditionally if that may be trusted, or posted for."""
        trusted = entry.not_modified_count < _TRUSTED_304
        etag, modified = (entry.etag, entry.last_modified) if trusted else (None, None)
        self.under_way.add(entry.key)
        self.visitor.fetch(entry, etag=etag, last_modified=modified)

    def rest_until(self, moment: datetime) -> None:
        """Have the host left alone until then, in this run and in later ones."""
        self.state = replace(self.state, not_before=max(moment, self.state.not_before or moment))


class OpenHosts:
    """Opens hosts, at most `most` at a time, and closes them."""

    def __init__(
        self,
        keeper: Keeper,
        sites: Sequence[Site],
        report: Report,
        answers: "queue.SimpleQueue[Answer | None]",
        *,
        agent: str,
        bounds: Bounds,
        clock: Clock,
        most: int,
        tell: Callable[[Event], None],
    ) -> None:
        self._keeper, self._sites, self._report, self._answers = keeper, sites, report, answers
        self._agent, self._bounds, self._clock, self._most, self._tell = agent, bounds, clock, most, tell
        self._open: dict[str, OpenHost] = {}
        self._left: set[str] = set()  # not visited any more in this run
        self.without_place: set[str] = set()

    def __len__(self) -> int:
        return len(self._open)

    def __getitem__(self, name: str) -> OpenHost:
        return self._open[name]

    def get(self, name: str) -> OpenHost | None:
        """Return a host, starting its thread at the first visit; None when it is not visited now, or not in this run."""
        if name in self._left or name in self._open:
            return None if name in self._left else self._open[name]
        if len(self._open) >= self._most:
            self.without_place.add(name)
            return None
        self.without_place.discard(name)
        site = next((one for one in self._sites if one.has_host(name)), None)
        if site is None:
            self._left.add(name)
            return None
        host = self._open[name] = self._opened(name, site)
        if host.robots and shuts_out(host.robots, site, name):
            self._report.sites[site.id].failed["robots"] += 1
            self.leave(host, f"robots.txt of {name} allows nothing, so all of it is left alone")
            return None
        return host

    def _opened(self, name: str, site: Site) -> OpenHost:
        fetcher = Fetcher(
            user_agent=self._agent,
            allow_private=site.local,
            limits=self._bounds.limits,
            tls=site.tls,
            tls_reason=site.tls_reason,
        )
        asked = (self._bounds.delay, site.delay, LEAST_DELAY)
        least = next(delay for delay in asked if delay is not None)
        state, last_request = hosts.load(self._keeper.connection, name)
        if least == 0 and state.failures == 0:
            state = HostState(not_before=state.not_before, delay=0.0)
        rules = hosts.robots(self._keeper.connection, name, self._clock.now())
        answered = None if state.failures else last_request
        visitor = Visitor(name, fetcher, self._answers)
        return OpenHost(name, visitor, site, state, last_request, rules, least, answered_last=answered)

    def with_work(self, todo: Sequence[str]) -> Iterator[OpenHost]:
        """Yield those of the hosts named that are visited, opening them. Hosts without work make room for others."""
        opened = [self.get(name) for name in todo]
        if self.without_place:
            self._make_room(set(todo))
            opened += [self.get(name) for name in todo if name in self.without_place]
        return (host for host in opened if host)

    def _make_room(self, todo: Set[str]) -> None:
        for name, host in list(self._open.items()):
            idle = not (host.busy or host.waiting or host.under_way)
            if idle and (name in self._left or name not in todo):
                host.visitor.stop()
                del self._open[name]

    def leave_challenger(self, host: OpenHost, exchange: Exchange) -> None:
        """Leave a host whose cookie challenge was answered, and which challenges again."""
        if exchange.challenge == "again" and not self.is_left(host.name):
            self.leave(host, shut_by(exchange, host.name)[1])

    def leave(self, host: OpenHost, why: str) -> None:
        """Visit a host no more in this run, and say why in the report."""
        self._left.add(host.name)
        self._report.sites[host.site.id].notes.append(why)
        self._tell(Event(what="waiting", url=host.name, outcome=why))

    def longest_not_asked(self) -> list[OpenHost]:
        """Return the hosts that are open, the one that was not asked for longest first."""
        return sorted(self._open.values(), key=lambda one: one.last_request.timestamp() if one.last_request else 0.0)

    def is_left(self, name: str) -> bool:
        """Say whether a host is visited no more in this run."""
        return name in self._left

    def close(self) -> None:
        """End all threads after what they are doing."""
        for host in self._open.values():
            host.visitor.stop()


def shuts_out(rules: Robots, site: Site, name: str) -> bool:
    """Say whether nothing of a host may be visited, as far as its home page and the site's seeds tell."""
    return not any(rules.allowed(url) for url in (f"http://{name}/", *site.seeds))
