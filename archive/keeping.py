"""What a run does with a page besides keeping it: the host's state, the budget of its shape, hosts that shut us out."""

from datetime import datetime, timedelta

from archive import hosts
from archive.clock import Clock
from archive.folder import transaction
from archive.frontier import Entry
from archive.group import Group
from archive.ingest import Keeper
from archive.open_hosts import OpenHost, OpenHosts
from archive.outcomes import Visit
from archive.report import Report
from archive.shapes import Shapes
from scraper.exchange import Exchange

# Pages that refuse us, whatever their status: going on asking is what gets an archive locked out for good.
_SHUT_OUT = frozenset(
    f"failed:{reason}" for reason in ("blocked", "challenge", "login", "status_401", "status_403", "status_451")
)
_MOST_REFUSALS = 5
_LEFT_ALONE = timedelta(hours=6)


class Keeping:
    """Keeps the pages of one run in groups, and looks at what came of them."""

    def __init__(self, keeper: Keeper, open_hosts: OpenHosts, shapes: Shapes, report: Report, clock: Clock) -> None:
        self._keeper, self._hosts, self._shapes = keeper, open_hosts, shapes
        self._report, self._clock = report, clock

    def add(self, group: Group, exchange: Exchange, entry: Entry, host: OpenHost, now: datetime) -> None:
        """Have a page wait to be kept, and with it what follows for its host and the shape of its address."""
        counts = self._report.sites[host.site.id]

        def then(visit: Visit) -> None:
            hosts.save(self._keeper.connection, host.name, host.state, reason=visit.outcome, now=now)
            if note := self._shapes.saw(entry, visit, now):
                counts.notes.append(note)

        group.add(exchange, entry, host.site, counts, now=now, then=then)

    def look_at(self, host: OpenHost, visit: Visit, now: datetime) -> None:
        """Look at a visit that is kept: a host that refuses us again and again is left alone for some hours."""
        if visit.outcome not in _SHUT_OUT:
            if not visit.outcome.startswith("failed"):
                host.refused, host.kept = 0, host.kept + 1
            return
        host.refused += 1
        if host.refused < _MOST_REFUSALS or self._hosts.is_left(host.name):
            return
        host.rest_until(now + _LEFT_ALONE)
        with transaction(self._keeper.connection):
            hosts.save(self._keeper.connection, host.name, host.state, reason=visit.outcome, now=now)
        refusal = visit.outcome.removeprefix("failed:")
        self._hosts.leave(
            host, f"{host.name} refused us {host.refused} times in a row ({refusal}); it is left alone for six hours"
        )
