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


class Group:
    """Exchanges that are read and wait for `write`. When it grows large, it is written by itself.

    `before` is called inside the transaction, `done` after it for each visit.
    """

    def __init__(self, keeper: Keeper, before: Callable[[], None], done: Callable[[Caught, Visit], None]) -> None:
        self._keeper, self._before, self._done = keeper, before, done
        self._caught: list[Caught] = []
        self._bytes = 0

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
        self._caught.append(
            catch(self._keeper, exchange, entry, site, counts, now=now, payload_digest=payload, then=then)
        )
        self._bytes += len(exchange.response)
        if len(self._caught) >= _MOST or self._bytes >= _MOST_BYTES:
            self.write()

    def write(self) -> bool:
        """Keep what waits; returns whether anything did. Raises NoSpace; then nothing of it is kept."""
        caught, self._caught, self._bytes = self._caught, [], 0
        if caught:
            for one, visit in zip(caught, write(self._keeper, caught, self._before), strict=True):
                self._done(one, visit)
        return bool(caught)
