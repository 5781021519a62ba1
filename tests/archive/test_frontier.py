"""The frontier: what is visited next, and when again."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from archive import frontier
from archive.choosing import TURNS, all_older
from archive.frontier import Entry
from archive.store import stamp
from tests.archive.small_archive import add as add_article
from tests.archive.small_archive import new_archive

NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(new_archive()) as opened:
        yield opened


def entry(name: str, role: frontier.Role = "article", **fields: Any) -> Entry:
    return Entry(
        **{"key": f"a.vn/{name}", "url": f"https://a.vn/{name}", "host": "a.vn", "site_id": "a", "role": role, **fields}
    )


def found(connection: sqlite3.Connection, name: str) -> Entry:
    one = frontier.get(connection, f"a.vn/{name}")
    assert one is not None
    return one


def visit(
    connection: sqlite3.Connection, name: str, now: datetime, *, changed: bool = False, not_modified: bool = False
) -> timedelta:
    """Record a good visit; return how long until the next."""
    frontier.visited(
        connection,
        found(connection, name),
        now=now,
        changed=changed,
        capture_id=None,
        etag=None,
        last_modified=None,
        not_modified=not_modified,
    )
    return datetime.fromisoformat(found(connection, name).due) - now


def test_an_address_is_added_once(connection: sqlite3.Connection) -> None:
    assert frontier.add(connection, [entry("1"), entry("2"), entry("1")], now=NOW) == 2
    assert frontier.add(connection, [entry("2", "listing", url="https://a.vn/2?x"), entry("3")], now=NOW) == 1
    assert found(connection, "2").url == "https://a.vn/2", "the first address stays"
    assert frontier.get(connection, "a.vn/9") is None


def test_the_order_is_by_role_then_by_age(connection: sqlite3.Connection) -> None:
    for role in ("page", "listing", "article", "sitemap", "seed"):
        frontier.add(connection, [entry(role, role)], now=NOW)
    frontier.add(connection, [entry("older")], now=NOW - HOUR)
    order, busy = [], set[str]()
    while one := frontier.next_todo(connection, "a.vn", busy):
        order.append(one.key.removeprefix("a.vn/"))
        busy.add(one.key)
    assert order == ["seed", "sitemap", "older", "article", "listing", "page"]


def test_hosts_and_counts_are_those_of_the_sites_asked_for(connection: sqlite3.Connection) -> None:
    other = entry("x", key="b.vn/x", host="b.vn", site_id="b")
    frontier.add(connection, [entry("1"), entry("2"), other], now=NOW)
    assert frontier.hosts_todo(connection, ["a", "b"]) == ["a.vn", "b.vn"]
    assert frontier.hosts_todo(connection, ["b"]) == ["b.vn"]
    assert (frontier.count_todo(connection, ["a"]), frontier.count_todo(connection, ["a", "b"])) == (2, 3)
    assert frontier.next_todo(connection, "b.vn", {"b.vn/x"}) is None


def test_what_was_visited_waits_until_it_is_due(connection: sqlite3.Connection) -> None:
    frontier.add(connection, [entry("1")], now=NOW)
    assert visit(connection, "1", NOW) == HOUR
    frontier.promote(connection, ["a"], NOW + HOUR - timedelta(seconds=1))
    assert frontier.next_todo(connection, "a.vn", ()) is None
    frontier.promote(connection, ["b"], NOW + 2 * HOUR)
    assert frontier.next_todo(connection, "a.vn", ()) is None, "another site's turn is not ours"
    frontier.promote(connection, ["a"], NOW + HOUR)
    assert frontier.next_todo(connection, "a.vn", ()) is not None


def test_articles_are_rechecked_ever_more_rarely(connection: sqlite3.Connection) -> None:
    frontier.add(connection, [entry("1")], now=NOW)
    spans = [visit(connection, "1", NOW) for _ in range(7)]
    assert spans == [HOUR, DAY, 7 * DAY, 30 * DAY, 180 * DAY, 180 * DAY, 180 * DAY]
    assert visit(connection, "1", NOW, changed=True) == HOUR, "an edit is often followed by another"


def test_lists_are_read_again_as_often_as_they_change(connection: sqlite3.Connection) -> None:
    frontier.add(connection, [entry("l", "listing")], now=NOW)
    quiet = [visit(connection, "l", NOW) for _ in range(12)]
    assert quiet == sorted(quiet)
    assert quiet[-1] == 30 * DAY
    lively = [visit(connection, "l", NOW, changed=True) for _ in range(30)]
    assert lively == sorted(lively, reverse=True)
    assert lively[-1] == timedelta(minutes=90)


def test_failures_are_tried_ever_later_and_then_given_up_for_a_month(connection: sqlite3.Connection) -> None:
    frontier.add(connection, [entry("1")], now=NOW)
    spans = []
    for _ in range(5):
        frontier.failed(connection, found(connection, "1"), now=NOW, reason="timeout")
        spans.append(datetime.fromisoformat(found(connection, "1").due) - NOW)
    assert spans == [*(timedelta(minutes=minutes) for minutes in (10, 20, 40, 80)), 30 * DAY]
    assert found(connection, "1").state == "gave_up"
    frontier.reopen(connection, ["a"], NOW + 29 * DAY, everything=False)
    frontier.reopen(connection, ["b"], NOW + 30 * DAY, everything=True)
    assert frontier.next_todo(connection, "a.vn", ()) is None
    frontier.reopen(connection, ["a"], NOW + 30 * DAY, everything=False)
    assert frontier.next_todo(connection, "a.vn", ()) is not None, "a portal may be back after a month"
    visit(connection, "1", NOW)
    assert found(connection, "1").failures == 0, "one good visit forgets them"


def test_not_modified_keeps_the_capture_and_counts(connection: sqlite3.Connection) -> None:
    connection.execute(
        "INSERT INTO captures(id, url, key, captured, record_type, record_id, file, offset, length) "
        "VALUES (7, 'x', 'x', 'x', 'response', 'r7', 'f', 0, 1)"
    )
    frontier.add(connection, [entry("1")], now=NOW)
    frontier.visited(
        connection,
        found(connection, "1"),
        now=NOW,
        changed=True,
        capture_id=7,
        etag='"a"',
        last_modified="x",
        not_modified=False,
    )
    for count in (1, 2):
        frontier.visited(
            connection,
            found(connection, "1"),
            now=NOW,
            changed=False,
            capture_id=8,
            etag='"a"',
            last_modified="x",
            not_modified=True,
        )
        one = found(connection, "1")
        assert (one.capture_id, one.not_modified_count, one.etag, one.last_modified) == (7, count, '"a"', "x")
    frontier.visited(
        connection,
        found(connection, "1"),
        now=NOW,
        changed=False,
        capture_id=8,
        etag=None,
        last_modified=None,
        not_modified=False,
    )
    one = found(connection, "1")
    assert (one.capture_id, one.not_modified_count, one.etag, one.last_modified) == (8, 0, None, None)


@pytest.mark.parametrize("state", ["done", "gave_up", "gone", "refused"])
def test_what_is_asked_for_is_due_whatever_became_of_it(connection: sqlite3.Connection, state: frontier.State) -> None:
    frontier.add(connection, [entry("1", "seed", redirects=3), entry("2")], now=NOW - DAY)
    for name in ("1", "2"):
        frontier.close(connection, f"a.vn/{name}", state, "x")
    frontier.make_due(connection, "a.vn/1", NOW)
    one = frontier.next_todo(connection, "a.vn", ())
    assert one is not None
    assert (one.key, one.redirects) == ("a.vn/1", 0)
    assert found(connection, "2").state == state


def test_what_a_clock_years_ahead_has_planned_is_due(connection: sqlite3.Connection) -> None:
    frontier.add(connection, [entry(name) for name in ("far", "near", "posted")], now=NOW)
    frontier.put_off(connection, "a.vn/far", NOW + 300 * DAY, "shape")
    frontier.put_off(connection, "a.vn/near", NOW + 180 * DAY, "shape")
    frontier.put_off(connection, "a.vn/posted", NOW + 300 * DAY, "stale_cursor")
    connection.execute("UPDATE frontier SET method = 'POST' WHERE key = 'a.vn/posted'")
    frontier.distrust(connection, "a", NOW)
    assert [found(connection, name).state for name in ("far", "near", "posted")] == ["todo", "done", "done"]
    assert found(connection, "far").due < found(connection, "near").due


def test_a_recheck_makes_visited_pages_due_and_leaves_the_rest(connection: sqlite3.Connection) -> None:
    frontier.add(connection, [entry(name) for name in ("done", "gone", "refused", "todo")], now=NOW)
    visit(connection, "done", NOW)
    frontier.close(connection, "a.vn/gone", "gone", "status_404")
    frontier.close(connection, "a.vn/refused", "refused", "robots")
    frontier.make_all_due(connection, "a", NOW + timedelta(seconds=1))
    states = {name: found(connection, name).state for name in ("done", "gone", "refused", "todo")}
    assert states == {"done": "todo", "gone": "gone", "refused": "refused", "todo": "todo"}


def test_what_was_put_off_for_a_reason_comes_back(connection: sqlite3.Connection) -> None:
    frontier.add(connection, [entry("1", "listing"), entry("2", "listing")], now=NOW)
    frontier.postpone(connection, found(connection, "1"), NOW + 30 * DAY, "since")
    frontier.postpone(connection, found(connection, "2"), NOW + DAY, "status_404")
    frontier.make_due_again(connection, "a", "since", NOW)
    assert (found(connection, "1").state, found(connection, "2").state) == ("todo", "done")


@pytest.mark.parametrize(
    ("days", "older"),
    [
        (("2020-07-01", "2020-07-05"), True),
        (("2020-07-01", "2020-07-06T08:00+07:00"), False),
        ((None, "2020-07-01"), True),
        ((None,), False),
        ((), False),
    ],
)
def test_whether_a_list_has_come_to_older_articles(
    connection: sqlite3.Connection, days: tuple[str | None, ...], older: bool
) -> None:
    frontier.add(
        connection, [entry("l2", "listing", via="https://a.vn/l1"), entry("z", via="https://a.vn/l9")], now=NOW
    )
    for number, day in enumerate(days, 1):
        frontier.add(connection, [entry(str(number), via="https://a.vn/l1")], now=NOW)
        add_article(connection, 2020070100000 + number, key=f"a.vn/{number}", published=day)
    add_article(connection, 2020070900001, key="a.vn/z", published="2020-07-09")
    assert all_older(connection, found(connection, "l2"), "2020-07-06") is older


def test_time_order_is_text_order() -> None:
    moments = [NOW, NOW + timedelta(microseconds=1), NOW + timedelta(seconds=1), NOW.astimezone() + HOUR]
    assert [stamp(moment) for moment in moments] == sorted(stamp(moment) for moment in moments)
    assert stamp(NOW) == "2026-07-01T12:00:00.000000+00:00"


class TestTurns:
    """History, news and rechecks share a host: each is chosen in its turn."""

    def test_the_newest_and_what_was_visited_before(self, connection: sqlite3.Connection) -> None:
        frontier.add(connection, [entry("old1"), entry("old2")], now=NOW - DAY)
        frontier.add(connection, [entry("new1"), entry("new2"), entry("page", "page")], now=NOW)
        frontier.add(connection, [entry("seen", "listing")], now=NOW - 9 * DAY)
        assert frontier.next_again(connection, "a.vn", ()) is None
        visit(connection, "seen", NOW - DAY)
        frontier.promote(connection, ["a"], NOW)
        chosen = [choose(connection, "a.vn", ()) for choose in TURNS]
        assert [one.key for one in chosen if one] == ["a.vn/old1", "a.vn/new1", "a.vn/seen"]

    def test_a_long_history_does_not_hold_up_the_rest(self, connection: sqlite3.Connection) -> None:
        """A thousand unknown articles; meanwhile one a minute is published, and ten lists are due again."""
        frontier.add(connection, [entry(f"history{n}") for n in range(1000)], now=NOW - DAY)
        frontier.add(connection, [entry(f"list{n}", "listing") for n in range(10)], now=NOW - DAY)
        for n in range(10):
            visit(connection, f"list{n}", NOW - DAY)
        frontier.promote(connection, ["a"], NOW)
        order: list[str] = []
        for step in range(60):
            frontier.add(connection, [entry(f"news{step}")], now=NOW + timedelta(minutes=step))
            choose = TURNS[step % len(TURNS)]
            one = choose(connection, "a.vn", ()) or frontier.next_todo(connection, "a.vn", ())
            assert one is not None
            order.append(one.key.rstrip("0123456789").removeprefix("a.vn/"))
            visit(connection, one.key.removeprefix("a.vn/"), NOW + timedelta(minutes=step))
        assert order[:30].count("list") == 10
        assert order.count("news") == 20
        assert order.count("history") == 30

    def test_each_choice_is_a_walk_along_an_index(self, connection: sqlite3.Connection) -> None:
        told: list[str] = []
        connection.set_trace_callback(told.append)
        frontier.add(connection, [entry("1")], now=NOW)
        for choose in TURNS:
            choose(connection, "a.vn", ())
        connection.set_trace_callback(None)
        for query in (one for one in told if one.startswith("SELECT")):
            plan = " ".join(row[3] for row in connection.execute("EXPLAIN QUERY PLAN " + query))
            assert "SCAN" not in plan, query
            assert "TEMP B-TREE" not in plan, query
