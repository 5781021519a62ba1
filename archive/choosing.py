"""Which address of a host is visited next. History and news take turns, so that neither waits for the other to end."""

import sqlite3
from datetime import datetime, timedelta

from archive import frontier
from archive.folder import transaction
from archive.frontier import Entry
from archive.group import Group
from archive.open_hosts import OpenHost
from archive.report import SiteCounts
from archive.shapes import Shapes

# What was found first, what was found last, what was visited before and is due again.
TURNS = (frontier.next_todo, frontier.next_newest, frontier.next_again)


class Choice:
    """Chooses for one run; `since` (YYYY-MM-DD) is the day past which lists are not followed."""

    def __init__(self, connection: sqlite3.Connection, shapes: Shapes, group: Group, since: str | None) -> None:
        self._connection, self._shapes, self._group, self._since = connection, shapes, group, since

    def next(self, host: OpenHost, counts: SiteCounts, now: datetime) -> Entry | None:
        """Return a host's next address that may be visited; what may not be is put aside with its reason on the way."""
        while entry := self._turn(host):
            reason = self._put_aside(host, entry, now)
            if reason is None:
                host.turn += 1
                return entry
            counts.skipped[reason] += 1
        return None

    def _turn(self, host: OpenHost) -> Entry | None:
        entry = TURNS[host.turn % len(TURNS)](self._connection, host.name, host.under_way)
        return entry or frontier.next_todo(self._connection, host.name, host.under_way)

    def _put_aside(self, host: OpenHost, entry: Entry, now: datetime) -> str | None:
        """Put an address aside and return why, or return None if it may be visited."""
        assert host.robots is not None
        if not host.robots.allowed(entry.url):
            with transaction(self._connection):
                frontier.close(self._connection, entry.key, "refused", "robots")
            return "robots"
        if until := self._shapes.aside_until(entry, now):
            with transaction(self._connection):
                frontier.put_off(self._connection, entry.key, until, "shape")
            return "shape"
        if entry.role == "listing" and self._since:
            self._group.write()  # the articles that it is judged by must have their rows
            if all_older(self._connection, entry, self._since):
                with transaction(self._connection):
                    frontier.postpone(self._connection, entry, now + timedelta(days=30), "since")
                return "since"
        return None


def all_older(connection: sqlite3.Connection, listing: Entry, day: str) -> bool:
    """Say whether all dated articles found on the page that led to this listing page are older than a day."""
    query = (
        "SELECT count(*), coalesce(sum(a.published < ?), 0) FROM frontier f JOIN articles a ON a.key = f.key "
        "WHERE f.via = ? AND a.published IS NOT NULL"
    )
    dated, older = connection.execute(query, (day, listing.via)).fetchone()
    return bool(dated) and dated == older
