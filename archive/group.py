"""Captures that become durable together: one write, one fdatasync, one transaction (docs/decisions/0014)."""

from collections.abc import Callable
from datetime import datetime

from archive.digests import digest
from archive.frontier import Entry
from archive.ingest import Caught, Keeper, catch, write
from archive.outcomes import Visit
from archive.report import SiteCounts
from parsers.site import Site
from scraper.exchange import Exchange

_MOST = 16
_MOST_BYTES = 4_000_000
_PATIENCE = 0.25  # seconds that a capture waits for others at most


class Group:
    """Exchanges that are read and wait for `write`. When it grows large, or has waited long enough, it is written by itself.

    `before` is called inside the transaction, `done` after it for each visit.
    """

    def __init__(self, keeper: Keeper, before: Callable[[], None], done: Callable[[Caught, Visit], None]) -> None:
        self._keeper, self._before, self._done = keeper, before, done
        self._caught: list[Caught] = []
        self._bytes = 0
        self._until: float | None = None

    def pause(self, steady: float) -> float | None:
        """Return the seconds until what waits has waited long enough, by a steady clock; None when nothing waits."""
        if not self._caught:
            return None
        if self._until is None:
            self._until = steady + _PATIENCE
        return max(0.0, self._until - steady)

    def add(
        self,
        exchange: Exchange,
        entry: Entry,
        site: Site,
        counts: SiteCounts,
        *,
        now: datetime,
        then: Callable[[Visit], None],
    ) -> None:
        """Read an exchange and have it wait. Raises NoSpace, as `write` does."""
        payload = digest(exchange.entity)
        if exchange.entity and any(one.payload_digest == payload for one in self._caught):
            self.write()  # the same bytes again become a revisit of a capture that must have its row first
        caught = catch(self._keeper, exchange, entry, site, counts, now=now, payload_digest=payload, then=then)
        self._caught.append(caught)
        self._bytes += len(exchange.response)
        if len(self._caught) >= _MOST or self._bytes >= _MOST_BYTES or _is_refusal(caught):
            self.write()

    def settle(self, steady: float, *, alone: bool) -> bool:
        """Write what has waited long enough, or is alone: nothing comes soon that could go with it. Returns as `write` does."""
        return (alone or self.pause(steady) == 0.0) and self.write()

    def write(self) -> bool:
        """Keep what waits; returns whether anything did. Raises NoSpace; then nothing of it is kept."""
        caught, self._caught, self._bytes, self._until = self._caught, [], 0, None
        if caught:
            for one, visit in zip(caught, write(self._keeper, caught, self._before), strict=True):
                self._done(one, visit)
        return bool(caught)


def _is_refusal(caught: Caught) -> bool:
    """Say whether a host shuts us out; what follows from that is settled before it is asked again."""
    return caught.exchange.status in (401, 403, 451) or caught.parsed.kind in ("blocked", "challenge", "login")
