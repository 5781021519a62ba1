"""What is remembered of hosts from run to run."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from archive import hosts
from scraper.politeness import HostState
from scraper.robots import Policy
from tests.archive.small_archive import new_archive

NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
RULES = "User-agent: *\nDisallow: /kín/\n".encode()


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(new_archive()) as opened:
        yield opened


def test_an_unknown_host_starts_afresh(connection: sqlite3.Connection) -> None:
    assert hosts.load(connection, "a.vn") == (HostState(), None)
    assert hosts.robots(connection, "a.vn", NOW) is None


@pytest.mark.parametrize(
    "state", [HostState(), HostState(not_before=NOW + timedelta(hours=2), delay=7.5, failures=3), HostState(delay=0.0)]
)
def test_a_state_comes_back_as_it_was(connection: sqlite3.Connection, state: HostState) -> None:
    hosts.save(connection, "a.vn", HostState(delay=3.0, failures=1), reason="x", now=NOW - timedelta(days=1))
    hosts.save(connection, "a.vn", state, reason="failed:timeout", now=NOW)
    assert hosts.load(connection, "a.vn") == (state, NOW)
    assert hosts.load(connection, "b.vn") == (HostState(), None)


def test_robots_and_state_do_not_overwrite_each_other(connection: sqlite3.Connection) -> None:
    state = HostState(not_before=NOW + timedelta(hours=2), failures=3)
    hosts.save(connection, "a.vn", state, reason="x", now=NOW)
    hosts.keep_robots(connection, "a.vn", outcome="rules", text=RULES, now=NOW)
    assert hosts.load(connection, "a.vn") == (state, NOW)
    hosts.save(connection, "a.vn", state, reason="y", now=NOW)
    rules = hosts.robots(connection, "a.vn", NOW)
    assert rules is not None
    assert not rules.allowed("https://a.vn/k%C3%ADn/x")
    assert rules.allowed("https://a.vn/x")


@pytest.mark.parametrize(
    ("outcome", "fresh"), [("rules", timedelta(hours=24)), ("allow", timedelta(hours=24)), ("deny", timedelta(0))]
)
def test_how_long_an_answer_serves(connection: sqlite3.Connection, outcome: Policy, fresh: timedelta) -> None:
    hosts.keep_robots(connection, "a.vn", outcome=outcome, text=RULES, now=NOW)
    if fresh:
        assert hosts.robots(connection, "a.vn", NOW + fresh - timedelta(seconds=1)) is not None
    assert hosts.robots(connection, "a.vn", NOW + fresh) is None
    assert hosts.robots(connection, "a.vn", NOW - timedelta(seconds=1)) is None, (
        "a clock that was set back trusts nothing"
    )


def test_what_each_answer_means(connection: sqlite3.Connection) -> None:
    page = "https://a.vn/k%C3%ADn/x"
    assert hosts.keep_robots(connection, "a.vn", outcome="allow", text=b"", now=NOW).allowed(page)
    assert not hosts.keep_robots(connection, "b.vn", outcome="deny", text=b"", now=NOW).allowed("https://b.vn/")
    assert not hosts.keep_robots(connection, "c.vn", outcome="rules", text=RULES, now=NOW).allowed(page)


def test_the_last_good_copy_serves_for_thirty_days(connection: sqlite3.Connection) -> None:
    """RFC 9309 §2.3.1.4."""
    hosts.keep_robots(connection, "a.vn", outcome="rules", text=RULES, now=NOW)
    for days, allowed in ((1, True), (29, True), (31, False)):
        rules = hosts.keep_robots(
            connection, "a.vn", outcome="deny", text=b"<h1>502</h1>", now=NOW + timedelta(days=days)
        )
        assert rules.allowed("https://a.vn/x") is allowed
        assert not rules.allowed("https://a.vn/k%C3%ADn/x")


def test_bytes_that_are_no_text_do_no_harm(connection: sqlite3.Connection) -> None:
    text = b"\xff\xfe\0Disallow\x00\nUser-agent: *\nDisallow: /a\n" + bytes(range(256))
    hosts.keep_robots(connection, "a.vn", outcome="rules", text=text, now=NOW)
    rules = hosts.robots(connection, "a.vn", NOW)
    assert rules is not None
    assert not rules.allowed("https://a.vn/a")
