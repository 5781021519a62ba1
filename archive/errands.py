"""What is fetched besides pages: robots.txt, and the probe of what a host answers for an address it has not."""

from collections.abc import Callable
from datetime import datetime

from archive import hosts, probes
from archive.discovery import MOST_ROBOTS_HOPS, robots_moved, shut_by, take_robots
from archive.folder import transaction
from archive.frontier import Entry
from archive.ingest import Keeper, keep_aside
from archive.open_hosts import OpenHost, OpenHosts, shuts_out
from archive.progress import Event
from archive.report import Report
from archive.visitors import Answer


class Errands:
    """Takes the answers to them, for one run."""

    def __init__(self, keeper: Keeper, open_hosts: OpenHosts, report: Report, tell: Callable[[Event], None]) -> None:
        self._keeper, self._hosts, self._report, self._tell = keeper, open_hosts, report, tell

    def probe(self, host: OpenHost, entry: Entry, now: datetime) -> str | None:
        """Return the address to probe a host with, if it is worth one and was not probed lately."""
        if host.probed or host.kept + len(host.under_way) < probes.PAGES_BEFORE:
            return None  # those under way count: kept pages are told of in groups
        host.probed = True
        address = probes.random_address(entry.url)
        allowed = host.robots is not None and host.robots.allowed(address)
        return address if allowed and probes.is_due(self._keeper.connection, host.name, now) else None

    def take(self, answer: Answer, host: OpenHost, now: datetime) -> bool:
        """Keep an answer and learn from it. Returns whether the host was asked again, as a moved robots.txt needs."""
        counts = self._report.sites[host.site.id]
        counts.requests += 1
        counts.bytes += len(answer.exchange.response)
        if answer.errand == "probe":
            self._take_probe(answer, host, now)
            return False
        return self._take_robots(answer, host, now)

    def _take_probe(self, answer: Answer, host: OpenHost, now: datetime) -> None:
        exchange, connection = answer.exchange, self._keeper.connection
        if not exchange.response:
            return
        keep_aside(self._keeper, exchange, host.site)
        if exchange.challenge:  # it says nothing about addresses; the next run asks again
            return
        with transaction(connection):
            answers_all = probes.remember(connection, host.name, exchange, now=now)
            hosts.save(connection, host.name, host.state, reason="probe", now=now)
        self._keeper.error_pages.pop(host.name, None)
        self._tell(Event(what="probe", url=exchange.url, outcome="answers_all" if answers_all else "kept"))
        if answers_all:
            self._report.sites[host.site.id].notes.append(
                f"{host.name} answers 200 for addresses that it does not have; what says no more than that is a soft 404"
            )

    def _take_robots(self, answer: Answer, host: OpenHost, now: datetime) -> bool:
        exchange, counts = answer.exchange, self._report.sites[host.site.id]
        moved = exchange.url if exchange.challenge == "answered" else robots_moved(exchange)
        if moved and host.robots_hops < MOST_ROBOTS_HOPS:
            keep_aside(self._keeper, exchange, host.site)
            host.robots_hops += 1
            host.visitor.run_errand(moved, "robots")
            return True
        host.robots = take_robots(self._keeper, exchange, host.name, host.site, now=now)
        with transaction(self._keeper.connection):
            hosts.save(self._keeper.connection, host.name, host.state, reason="robots", now=now)
        self._tell(Event(what="robots", url=exchange.url, outcome=exchange.failure or "kept", status=exchange.status))
        if shuts_out(host.robots, host.site, host.name):
            reason, why = shut_by(exchange, host.name)
            counts.failed[reason] += 1
            self._hosts.leave(host, why)
        return False
