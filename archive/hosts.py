"""What we know of each host between runs: when it may be asked again, how slowly, and its robots.txt."""

import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta

from archive import frontier
from archive.store import stamp
from scraper.politeness import HostState
from scraper.robots import ALLOW_ALL, DENY_ALL, Policy, Robots

_FRESH = {
    "rules": timedelta(hours=24),
    "allow": timedelta(hours=24),
    "deny": timedelta(0),  # the next run asks again: a portal that was down is not punished for an hour
}  # RFC 9309 §2.4: at most 24 h
_LAST_GOOD_COPY = timedelta(days=30)  # RFC 9309 §2.3.1.4: "a reasonably long period of time (for example, 30 days)"


def load(connection: sqlite3.Connection, host: str) -> tuple[HostState, datetime | None]:
    """Return the state of a host as left by the last run, and when it was last asked."""
    query = "SELECT not_before, delay, failures, last_request FROM hosts WHERE host = ?"
    row = connection.execute(query, (host,)).fetchone()
    if row is None:
        return HostState(), None
    moment = datetime.fromisoformat
    state = HostState(not_before=moment(row[0]) if row[0] else None, failures=row[2])
    return (replace(state, delay=row[1]) if row[1] is not None else state), (moment(row[3]) if row[3] else None)


def save(connection: sqlite3.Connection, host: str, state: HostState, *, reason: str | None, now: datetime) -> None:
    """Keep the state of a host for this and later runs."""
    connection.execute(
        "INSERT INTO hosts(host, not_before, not_before_reason, last_request, delay, failures) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT(host) DO UPDATE SET not_before = excluded.not_before, not_before_reason = excluded.not_before_reason, "
        "last_request = excluded.last_request, delay = excluded.delay, failures = excluded.failures",
        (host, stamp(state.not_before) if state.not_before else None, reason, stamp(now), state.delay, state.failures),
    )


def robots(connection: sqlite3.Connection, host: str, now: datetime) -> Robots | None:
    """Return the rules of a host; None when robots.txt must be fetched (again)."""
    row = connection.execute(
        "SELECT robots, robots_fetched, robots_outcome FROM hosts WHERE host = ?", (host,)
    ).fetchone()
    if row is None or row[1] is None or not timedelta(0) <= now - datetime.fromisoformat(row[1]) < _FRESH[row[2]]:
        return None
    return _rules(row[2], row[0])


def keep_robots(connection: sqlite3.Connection, host: str, *, outcome: Policy, text: bytes, now: datetime) -> Robots:
    """Keep what robots.txt answered and return the rules to obey.

    `outcome` is that of scraper.robots.policy. On "deny", which server errors give, the last good copy serves for thirty
    days; without one everything is disallowed.
    """
    query = "SELECT robots, robots_good, robots_outcome FROM hosts WHERE host = ?"
    before = connection.execute(query, (host,)).fetchone() or (None, None, None)
    copy, good, _ = before
    if outcome == "rules":
        copy, good = text.decode("utf-8", "replace"), stamp(now)
    elif outcome == "deny" and good and now - datetime.fromisoformat(good) < _LAST_GOOD_COPY:
        outcome = "rules"
    connection.execute(
        "INSERT INTO hosts(host, robots, robots_fetched, robots_outcome, robots_good) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT(host) DO UPDATE SET robots = excluded.robots, robots_fetched = excluded.robots_fetched, "
        "robots_outcome = excluded.robots_outcome, robots_good = excluded.robots_good",
        (host, copy, stamp(now), outcome, good),
    )
    if (copy, outcome) != (before[0], before[2]) and outcome != "deny":
        frontier.reconsider(connection, host, "robots", now)  # other rules may allow what the former ones refused
    return _rules(outcome, copy)


def _rules(outcome: str, text: str | None) -> Robots:
    if outcome == "allow":
        return ALLOW_ALL
    if outcome == "rules" and text is not None:
        return Robots.from_bytes(text.encode())
    return DENY_ALL
