"""The frontier: every address known, when it is due, and what became of it. In SQLite, so that it survives any kill."""

import json
import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from archive.store import stamp

Role: TypeAlias = Literal["seed", "listing", "article", "page", "sitemap"]
State: TypeAlias = Literal["todo", "done", "gone", "gave_up", "refused"]  # done: visited, and waits until `due`

# Smaller is sooner. A listing's articles come before its next page, so that --since can judge by their dates.
PRIORITY: dict[Role, int] = {"seed": 0, "sitemap": 1, "article": 3, "listing": 4, "page": 6}

_RECHECKS = (timedelta(hours=1), timedelta(days=1), timedelta(days=7), timedelta(days=30), timedelta(days=180))
_LISTING_LEAST, _LISTING_MOST = timedelta(minutes=90), timedelta(days=30)
_RETRY = timedelta(minutes=10)  # doubled with every failure
_ATTEMPTS = 5
_EVER = timedelta(days=200)  # nothing is planned for later; what is was planned by a clock that was wrong

_COLUMNS = (  # the key first
    "key, url, host, site_id, role, state, due, depth, via, visits, failures, redirects, interval_seconds, etag, last_modified, "
    "not_modified_count, capture_id, method, body, body_type, list_page, list_key"
)
_NAMES = _COLUMNS.split(", ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of the frontier, as a visit needs it. With method POST, `body` is what is sent (see archive.posted)."""

    key: str
    url: str
    host: str
    site_id: str
    role: Role
    state: State = "todo"
    due: str = ""
    depth: int = 0
    via: str | None = None
    visits: int = 0
    failures: int = 0
    redirects: int = 0
    interval_seconds: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    not_modified_count: int = 0
    capture_id: int | None = None
    method: str = "GET"
    body: str | None = None
    body_type: str | None = None
    list_page: int = 1
    list_key: str | None = None


def add(connection: sqlite3.Connection, entries: Iterable[Entry], *, now: datetime) -> int:
    """Add addresses not known yet, due at once. Returns how many were new."""
    before, due = connection.total_changes, stamp(now)
    connection.executemany(
        "INSERT INTO frontier(key, url, host, site_id, role, due, priority, depth, via, found, redirects) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(key) DO NOTHING",
        [
            (
                *(one.key, one.url, one.host, one.site_id, one.role, due),
                *(PRIORITY[one.role], one.depth, one.via, due, one.redirects),
            )
            for one in entries
        ],
    )
    return connection.total_changes - before


def get(connection: sqlite3.Connection, key: str) -> Entry | None:
    """Return the entry of a key, or None."""
    row = connection.execute(f"SELECT {_COLUMNS} FROM frontier WHERE key = ?", (key,)).fetchone()
    return _entry(row) if row else None


def promote(connection: sqlite3.Connection, sites: Collection[str], now: datetime) -> None:
    """Make everything of these sites that is due `todo`. What is `todo` is due; the rest waits for its day."""
    due = stamp(now)
    connection.executemany(
        "UPDATE frontier SET state = 'todo' WHERE site_id = ? AND state = 'done' AND due <= ?",
        [(site, due) for site in sites],
    )


def reopen(connection: sqlite3.Connection, sites: Collection[str], now: datetime, *, everything: bool) -> None:
    """Make due what was given up a month ago, with `everything` at any time, and articles that are gone for half a year.

    Looks at the whole frontier: once a run.
    """
    again = "state = 'gone' AND due <= ?1 AND key IN (SELECT key FROM articles WHERE gone_at IS NOT NULL)"
    query = (
        "UPDATE frontier SET due = min(due, ?1), state = 'todo' WHERE method = 'GET' AND site_id IN (SELECT value FROM json_each(?3)) "
        f"AND (({again}) OR (state = 'gave_up' AND (due <= ?1 OR ?2)))"
    )
    connection.execute(query, (stamp(now), everything, json.dumps(list(sites))))


def next_todo(connection: sqlite3.Connection, host: str, busy: Collection[str]) -> Entry | None:
    """Return what to visit next on a host: by priority, then by how long it has been due; never what is under way."""
    return _first_free(connection, "ORDER BY priority, due", host, (), busy)


def next_again(connection: sqlite3.Connection, host: str, busy: Collection[str]) -> Entry | None:
    """Return the address on a host that was visited before and has been due longest, by priority."""
    return _first_free(connection, "AND visits > 0 ORDER BY priority, due", host, (), busy)


def next_newest(connection: sqlite3.Connection, host: str, busy: Collection[str]) -> Entry | None:
    """Return an address on a host that was found last, among those that go first; None when these are under way."""
    query = (
        "SELECT priority, due FROM frontier WHERE host = ?1 AND state = 'todo' AND priority = "
        "(SELECT min(priority) FROM frontier WHERE host = ?1 AND state = 'todo') ORDER BY due DESC LIMIT 1"
    )
    row = connection.execute(query, (host,)).fetchone()
    return _first_free(connection, "AND priority = ? AND due = ?", host, row, busy) if row else None


def _first_free(
    connection: sqlite3.Connection, order: str, host: str, values: tuple[object, ...], busy: Collection[str]
) -> Entry | None:
    query = f"SELECT {_COLUMNS} FROM frontier WHERE host = ? AND state = 'todo' {order} LIMIT ?"
    rows = connection.execute(query, (host, *values, len(busy) + 1))
    return next((_entry(row) for row in rows if row[0] not in busy), None)


def hosts_todo(connection: sqlite3.Connection, sites: Collection[str]) -> list[str]:
    """Return the hosts of these sites on which something is to do, the one that was not asked for longest first."""
    marks = ", ".join("?" * len(sites))
    query = (
        f"SELECT f.host FROM (SELECT DISTINCT host FROM frontier WHERE state = 'todo' AND site_id IN ({marks})) f "
        "LEFT JOIN hosts h ON h.host = f.host ORDER BY h.last_request, f.host"
    )
    return [row[0] for row in connection.execute(query, (*sites,))]


def count_todo(connection: sqlite3.Connection, sites: Collection[str]) -> int:
    """Return how many addresses of these sites are to do."""
    marks = ", ".join("?" * len(sites))
    query = f"SELECT count(*) FROM frontier WHERE state = 'todo' AND site_id IN ({marks})"
    return int(connection.execute(query, (*sites,)).fetchone()[0])


def make_due(connection: sqlite3.Connection, key: str, now: datetime) -> None:
    """Make an address due now, whatever its schedule says and whatever became of it before."""
    query = "UPDATE frontier SET due = min(due, ?), state = 'todo', redirects = 0 WHERE key = ?"
    connection.execute(query, (stamp(now), key))


def distrust(connection: sqlite3.Connection, site_id: str, now: datetime) -> None:
    """Make due what a clock that ran years ahead has put off beyond any plan."""
    query = (
        "UPDATE frontier SET due = ?, state = 'todo' "
        "WHERE site_id = ? AND state = 'done' AND due > ? AND method = 'GET'"
    )
    connection.execute(query, (stamp(now), site_id, stamp(now + _EVER)))


def make_due_again(connection: sqlite3.Connection, site_id: str, reason: str, now: datetime) -> None:
    """Make due what an earlier run put off for a reason that may hold no longer, such as "since"."""
    query = "UPDATE frontier SET due = ?, state = 'todo' WHERE site_id = ? AND state = 'done' AND reason = ?"
    connection.execute(query, (stamp(now), site_id, reason))


def redirected(connection: sqlite3.Connection, target: Entry, now: datetime) -> None:
    """Ask a known address again, at the address and with the number of redirects that `target` has."""
    query = "UPDATE frontier SET url = ?, host = ?, redirects = ?, due = ?, state = 'todo' WHERE key = ?"
    connection.execute(query, (target.url, target.host, target.redirects, stamp(now), target.key))


def make_all_due(connection: sqlite3.Connection, site_id: str, now: datetime) -> None:
    """Make every visited address of a site due now: for --recheck."""
    query = (
        "UPDATE frontier SET due = min(due, ?), state = 'todo' WHERE site_id = ? AND state = 'done' AND method = 'GET'"
    )
    connection.execute(query, (stamp(now), site_id))


def visited(
    connection: sqlite3.Connection,
    entry: Entry,
    *,
    now: datetime,
    changed: bool,
    capture_id: int | None,
    etag: str | None,
    last_modified: str | None,
    not_modified: bool,
) -> None:
    """Record a good visit and plan the next: listings by how often they change, other pages ever more rarely."""
    if entry.role in ("seed", "listing", "sitemap"):
        interval = timedelta(seconds=entry.interval_seconds or 6 * 3600) * (0.8 if changed else 1.5)
        interval = min(max(interval, _LISTING_LEAST), _LISTING_MOST)
    else:
        interval = _RECHECKS[0] if changed and entry.visits else _RECHECKS[min(entry.visits, len(_RECHECKS) - 1)]
    connection.execute(
        "UPDATE frontier SET state = 'done', reason = NULL, visits = visits + 1, failures = 0, redirects = 0, due = ?, "
        "interval_seconds = ?, etag = ?, last_modified = ?, not_modified_count = ?, capture_id = coalesce(?, capture_id) WHERE key = ?",
        (
            *(stamp(now + interval), int(interval.total_seconds()), etag, last_modified),
            *(entry.not_modified_count + 1 if not_modified else 0, None if not_modified else capture_id, entry.key),
        ),
    )


def failed(connection: sqlite3.Connection, entry: Entry, *, now: datetime, reason: str) -> None:
    """Record a visit without a usable answer: try again later, each time later, and give up for a month after five times."""
    failures = entry.failures + 1
    given_up = failures >= _ATTEMPTS
    due = now + (_LISTING_MOST if given_up else _RETRY * 2 ** (failures - 1))
    connection.execute(
        "UPDATE frontier SET failures = ?, due = ?, reason = ?, state = ? WHERE key = ?",
        (failures, stamp(due), reason, "gave_up" if given_up else "done", entry.key),
    )


def reconsider(connection: sqlite3.Connection, host: str, reason: str, now: datetime) -> int:
    """Make due on a host what was refused for a reason that holds no longer. Returns how many addresses they are."""
    query = (
        "UPDATE frontier SET state = 'todo', reason = NULL, due = ? WHERE host = ? AND state = 'refused' AND reason = ?"
    )
    return connection.execute(query, (stamp(now), host, reason)).rowcount


def close(connection: sqlite3.Connection, key: str, state: State, reason: str, now: datetime | None = None) -> None:
    """Take an address out of the crawl: gone, or refused. From `now` on, `reopen` lets half a year pass."""
    query = "UPDATE frontier SET state = ?, reason = ?, due = coalesce(?, due) WHERE key = ?"
    connection.execute(query, (state, reason, stamp(now + _RECHECKS[-1]) if now else None, key))


def postpone(connection: sqlite3.Connection, entry: Entry, until: datetime, reason: str) -> None:
    """Look at an address again at a given time, for instance to see whether "not found" persists."""
    connection.execute(
        "UPDATE frontier SET state = 'done', visits = visits + 1, due = ?, reason = ? WHERE key = ?",
        (stamp(until), reason, entry.key),
    )


def put_off(connection: sqlite3.Connection, key: str, until: datetime, reason: str) -> None:
    """Have an address wait that was not visited."""
    connection.execute(
        "UPDATE frontier SET state = 'done', due = ?, reason = ? WHERE key = ?", (stamp(until), reason, key)
    )


def _entry(row: tuple[object, ...]) -> Entry:
    return Entry(**dict(zip(_NAMES, row, strict=True)))  # type: ignore[arg-type]  # the schema's types are those of Entry
