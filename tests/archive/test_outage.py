"""Our outage or theirs: a network that is down here, a laptop that slept, hosts that refuse us, more hosts than places."""

import queue
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from archive import witnesses
from archive.clock import Clock
from archive.folder import writing
from archive.outage import Outage
from archive.store import stamp
from archive.witnesses import Witnesses
from scraper import peer
from scraper.exchange import Exchange, Failure
from scraper.fetch import Fetcher
from tests.archive.crawling import (
    article,
    articles,
    asked,
    assert_whole,
    crawl,
    free_port,
    listing,
    one,
    page_server,
    rows,
    site_at,
    status,
)
from tests.archive.small_archive import new_archive
from tests.scraper.raw_server import RawServer, ok

NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
GOOD = Exchange(url="x", started=NOW, duration=0.1, status=200, response=b"HTTP/1.1 200 OK\r\n\r\n")


def failed(failure: Failure) -> Exchange:
    return Exchange(url="x", started=NOW, duration=0.1, failure=failure, failure_detail=failure)


def nobody(_held: Sequence[str]) -> bool:
    """No witness can be reached."""
    return False


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "archive"


@pytest.fixture
def three() -> Iterator[tuple[RawServer, ...]]:
    pages = {"/": listing(1, 2), "/bai-1.html": article("Một"), "/bai-2.html": article("Hai")}
    with page_server(pages) as a, page_server(pages) as b, page_server(pages) as c:
        yield a, b, c


def sites(servers: tuple[RawServer, ...]) -> list[Any]:
    return [site_at(server, id=f"vidu{number}") for number, server in enumerate(servers)]


class Network:
    """Stands before every Fetcher; while `down`, nothing can be reached. `asked` counts attempts."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.down, self.attempts = True, 0
        real = Fetcher.get

        def get(fetcher: Fetcher, url: str, **options: Any) -> Exchange:
            self.attempts += 1
            if self.down:
                return replace(failed("dns"), url=url, started=datetime.now(UTC))
            return real(fetcher, url, **options)

        monkeypatch.setattr(Fetcher, "get", get)
        monkeypatch.setattr(witnesses, "answers", lambda host, **_: not self.down)


class TestJudgement:
    def test_three_hosts_that_fail_while_none_answers_are_our_outage(self) -> None:
        outage: Outage[str] = Outage(nobody)
        for name in "abc":
            assert outage.take(name, failed("dns"), 0.0, "good") == "hold"
        assert outage.judge(1.0, others=True) == "wait", "another host is still being asked"
        assert outage.judge(1.0, others=False) == "down"
        assert outage.release() == ["a", "b", "c"]
        assert outage.take("d", failed("connect"), 2.0, "good") == "drop"
        assert outage.take("d", GOOD, 3.0, "good") == "count"
        assert outage.state == "up"

    def test_where_answers_come_those_that_fail_are_to_blame(self) -> None:
        outage: Outage[str] = Outage(nobody)
        for name in "abc":
            outage.take(name, failed("dns"), 0.0, "good")
        assert outage.take("d", GOOD, 0.1, "good") == "count"
        assert outage.release() == ["a", "b", "c"]
        assert outage.judge(9.0, others=True) == "wait"

    def test_one_or_two_hosts_are_believed_at_last_where_others_are_asked(self) -> None:
        outage: Outage[str] = Outage(nobody)
        outage.take("a", failed("connect"), 0.0, "good")
        outage.take("b", failed("connect"), 0.0, "unknown")
        assert [outage.judge(at, others=True) for at in (1.0, 29.0, 30.0)] == ["wait", "wait", "believe"]

    @pytest.mark.parametrize("hosts", ["a", "ab", "abcd"])
    def test_where_nobody_else_can_prove_anything_it_counts_who_answered_lately(self, hosts: str) -> None:
        never, lately = Outage[str](nobody), Outage[str](nobody)
        for name in hosts:
            never.take(name, failed("dns"), 0.0, "unknown")
            lately.take(name, failed("dns"), 0.0, "good" if name == "a" else "unknown")
        assert (never.judge(0.0, others=False), never.state) == ("believe", "up")
        assert (lately.judge(0.0, others=False), lately.state) == ("down", "down")

    def test_one_host_that_refuses_is_believed(self) -> None:
        outage: Outage[str] = Outage(nobody)
        outage.take("a", replace(failed("connect"), failure_detail="no connection: Connection refused"), 0.0, "good")
        assert outage.judge(0.0, others=False) == "believe"
        outage.release()
        outage.take("a", failed("connect"), 0.0, "good")
        assert outage.judge(0.0, others=False) == "down", "what was refused before is forgotten"

    def test_a_witness_proves_that_the_hosts_are_to_blame(self) -> None:
        says: list[bool | None] = [None, True]
        outage: Outage[str] = Outage(lambda held: says.pop(0) if held == ["a"] else False)
        outage.take("a", failed("connect"), 0.0, "good")
        assert [outage.judge(1.0, others=False), outage.judge(2.0, others=False)] == ["wait", "believe"]
        assert (says, outage.state) == ([], "up")

    @pytest.mark.parametrize("failure", ["timeout", "tls", "disconnect", "empty", "protocol"])
    def test_other_failures_are_theirs(self, failure: Failure) -> None:
        assert Outage[str](nobody).take("a", failed(failure), 0.0, "good") == "count"

    def test_a_host_that_failed_before_proves_nothing(self) -> None:
        assert Outage[str](nobody).take("a", failed("dns"), 0.0, "failing") == "count"

    def test_after_a_sleep_broken_connections_are_not_counted_for_a_minute(self) -> None:
        outage: Outage[str] = Outage(nobody)
        assert not outage.slept(NOW, 100.0)
        assert not outage.slept(NOW + timedelta(seconds=20), 101.0)
        assert outage.slept(NOW + timedelta(hours=8), 102.0)
        assert outage.take("a", failed("timeout"), 103.0, "failing") == "drop"
        assert outage.take("a", GOOD, 103.0, "failing") == "count"
        assert outage.take("a", failed("timeout"), 163.0, "failing") == "count"

    def test_patience_ends(self) -> None:
        outage: Outage[str] = Outage(nobody)
        for name in "abc":
            outage.take(name, failed("dns"), 0.0, "good")
        outage.judge(0.0, others=False)
        assert [outage.may_ask(at) for at in (1.0, 30.0, 31.0, 60.0)] == [False, True, False, True]
        assert not outage.may_ask(900.0)
        assert outage.state == "over"


def test_a_network_that_comes_back_costs_nobody_anything(
    folder: Path, three: tuple[RawServer, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    crawl(folder, sites(three), pages=3)
    network = Network(monkeypatch)
    begin = time.monotonic()

    def steady() -> float:
        """A second is a minute; the network is back after one and a half of them."""
        passed = time.monotonic() - begin
        network.down = passed < 1.5
        return passed * 60

    run = crawl(folder, sites(three), clock=Clock(steady=steady, speed=60))
    assert run.report["exit_code"] == 0
    assert len(articles(folder)) == 6
    assert run.total["failed"] == 0
    assert 4 <= network.attempts <= 3 + 4 + 12, "while it was down one host was asked now and then"
    assert one(folder, "SELECT count(*) FROM hosts WHERE failures > 0") == 0
    assert one(folder, "SELECT count(*) FROM problems") == 0
    assert "the network here seems to be down" in run.told
    assert "the crawl goes on" in run.told


@pytest.mark.parametrize("number", [1, 3])
def test_a_network_that_stays_away_ends_the_run(
    folder: Path, three: tuple[RawServer, ...], monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    crawl(folder, sites(three))
    Network(monkeypatch)
    begin = time.monotonic()
    run = crawl(
        folder,
        sites(three)[:number],
        recheck=True,
        clock=Clock(steady=lambda: (time.monotonic() - begin) * 1000, speed=1000),
    )
    assert (run.report["stopped_by"], run.report["exit_code"]) == ("outage", 1)
    assert run.total["failed"] == 0
    assert "quarter of an hour" in run.report["notes"][-1]
    assert one(folder, "SELECT count(*) FROM frontier WHERE failures > 0 OR state NOT IN ('todo', 'done')") == 0
    assert one(folder, "SELECT count(*) FROM frontier WHERE state = 'todo'") == 3 * number
    assert one(folder, "SELECT count(*) FROM hosts WHERE failures > 0 OR not_before IS NOT NULL") == 0
    monkeypatch.undo()
    again = crawl(folder, sites(three)[:number])
    assert (again.report["exit_code"], again.total["unchanged"]) == (0, 2 * number)


def test_hosts_that_never_answered_are_dead_in_a_run_of_their_own(
    folder: Path, three: tuple[RawServer, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    Network(monkeypatch)
    run = crawl(folder, sites(three))
    assert (run.report["stopped_by"], run.report["exit_code"], run.report["notes"]) == (None, 1, [])
    assert [run.report["sites"][f"vidu{number}"]["failed"] for number in range(3)] == [{"dns": 1}] * 3


def test_a_host_that_did_not_answer_for_days_is_dead(
    folder: Path, three: tuple[RawServer, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    crawl(folder, sites(three)[:1])
    Network(monkeypatch)
    later = Clock(now=lambda: datetime.now(UTC) + timedelta(days=4))
    run = crawl(folder, sites(three)[:1], recheck=True, clock=later)
    assert (run.report["stopped_by"], run.total["failed"]) == (None, 1)


@pytest.mark.parametrize("number", [1, 2])
def test_a_dead_host_alone_is_dead_if_another_that_the_archive_knows_can_be_reached(
    folder: Path, three: tuple[RawServer, ...], monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    crawl(folder, sites(three))
    Network(monkeypatch)
    monkeypatch.setattr(witnesses, "answers", peer.answers)
    asked_before = len(three[2].requests)
    begin, start = time.monotonic(), datetime.now(UTC)
    fast = Clock(
        now=lambda: start + timedelta(seconds=(time.monotonic() - begin) * 20),
        steady=lambda: (time.monotonic() - begin) * 20,
        speed=20,
    )
    run = crawl(folder, sites(three)[:number], recheck=True, clock=fast)
    assert (run.report["stopped_by"], run.total["failed"], run.report["notes"]) == (None, 3 * number, [])
    assert one(folder, "SELECT count(*) FROM hosts WHERE failures > 0") == number
    assert len(three[2].requests) == asked_before, "nothing is asked of a witness"


class TestWitnesses:
    @pytest.fixture
    def alone(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """An archive without other hosts, and a name server that knows nobody. Gives the names asked for."""
        names: list[str] = []

        def unknown(host: str) -> bool:
            names.append(host)
            return False

        monkeypatch.setattr(witnesses, "resolves", unknown)
        return names

    @staticmethod
    def said(connection: sqlite3.Connection, host: str, *, local: bool) -> bool:
        hosts: Any = {host: SimpleNamespace(site=SimpleNamespace(local=local))}
        wake: queue.SimpleQueue[Any] = queue.SimpleQueue()
        asking = Witnesses(connection, hosts, wake)
        held: Any = [SimpleNamespace(host=host)]
        assert asking.say(held) is None
        assert wake.get(timeout=20) is None
        for thread in threading.enumerate():
            if thread.name == "witnesses":
                thread.join()
        found = asking.say(held)
        assert found is not None
        return found

    def test_where_no_other_host_is_known_the_name_server_is_asked_for_known_sites(
        self, alone: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert not self.said(new_archive(), "binhthuan.gov.vn", local=False)
        assert len(set(alone)) == 3
        assert "binhthuan.gov.vn" not in alone
        monkeypatch.setattr(witnesses, "resolves", lambda host: True)
        assert self.said(new_archive(), "binhthuan.gov.vn", local=False)

    def test_for_a_local_site_no_name_is_looked_up(self, alone: list[str]) -> None:
        assert not self.said(new_archive(), "127.0.0.1:1", local=True)
        assert alone == []

    def test_a_host_on_this_machine_is_no_witness_for_the_network(
        self, alone: list[str], three: tuple[RawServer, ...]
    ) -> None:
        connection = new_archive()
        connection.execute(
            "INSERT INTO hosts(host, last_request) VALUES (?, ?)", (f"127.0.0.1:{three[0].port}", stamp(NOW))
        )
        assert not self.said(connection, "binhthuan.gov.vn", local=False)
        assert len(alone) == 3
        assert three[0].connections == 0


def test_three_dead_hosts_beside_a_living_one_are_dead(folder: Path, three: tuple[RawServer, ...]) -> None:
    dead = [
        site_at(three[0], id=f"chet{n}", hosts=(f"127.0.0.1:{port}",), seeds=(f"http://127.0.0.1:{port}/",))
        for n, port in enumerate([free_port(), free_port(), free_port()])
    ]
    slow = replace(sites(three)[0], delay=0.05)
    run = crawl(folder, [*dead, slow])
    assert run.report["exit_code"] == 1
    assert len(articles(folder)) == 2
    for site in dead:
        assert "connect" in run.report["sites"][site.id]["failed"]


def test_a_laptop_that_slept_counts_no_failure(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The calendar jumps while a request is under way, and its connection is broken."""
    jump = timedelta(0)
    real = Fetcher.get
    broken: list[str] = []

    def get(fetcher: Fetcher, url: str, **options: Any) -> Exchange:
        nonlocal jump
        if url.endswith("/bai-1.html") and not broken:
            broken.append(url)
            time.sleep(0.05)
            jump = timedelta(hours=8)
            time.sleep(1.2)  # the crawl looks at its clocks at least once a second
            return replace(failed("timeout"), url=url)
        return real(fetcher, url, **options)

    monkeypatch.setattr(Fetcher, "get", get)
    with page_server({"/": listing(1), "/bai-1.html": article("Một")}) as server:
        run = crawl(folder, [site_at(server)], clock=Clock(now=lambda: datetime.now(UTC) + jump))
    assert broken
    assert run.report["exit_code"] == 0
    assert len(articles(folder)) == 1
    assert run.total["failed"] == 0
    assert "slept" in run.told


@pytest.mark.parametrize(
    "refusal",
    [
        status(403, "Forbidden"),
        ok(
            "<title>Thông báo từ chối truy cập</title><body>Truy cập bị từ chối.</body>".encode(),
            "Content-Type: text/html",
        ),
    ],
)
def test_a_host_that_refuses_us_is_left_alone(folder: Path, refusal: bytes) -> None:
    pages: dict[str, Any] = {f"/bai-{n}.html": refusal for n in range(1, 31)}
    with page_server({**pages, "/": listing(*range(1, 31))}) as server:
        site = site_at(server)
        run = crawl(folder, [site])
        assert 6 <= len(asked(server)) <= 8
        assert run.report["exit_code"] == 1
        assert "refused us 5 times in a row" in run.told
        (until,) = rows(folder, "SELECT not_before FROM hosts")[0]
        assert datetime.fromisoformat(until) - datetime.now(UTC) > timedelta(hours=5)
        before = len(asked(server))
        crawl(folder, [site])
        assert len(asked(server)) == before, "the next run obeys"


def test_a_page_that_is_forbidden_here_and_there_closes_no_host(folder: Path) -> None:
    pages: dict[str, Any] = {
        f"/bai-{n}.html": status(403, "Forbidden") if n % 3 else article(f"Bài {n}") for n in range(1, 31)
    }
    with page_server({**pages, "/": listing(*range(1, 31))}) as server:
        crawl(folder, [site_at(server)])
        assert len([path for path in asked(server) if path in pages]) == 30


def test_more_hosts_than_places_take_turns(folder: Path, three: tuple[RawServer, ...]) -> None:
    run = crawl(folder, sites(three), hosts_at_once=1)
    assert run.report["exit_code"] == 0
    assert len(articles(folder)) == 6
    assert run.report["notes"] == []


def test_hosts_without_a_place_are_told_and_come_first_next_time(folder: Path, three: tuple[RawServer, ...]) -> None:
    first = crawl(folder, sites(three), hosts_at_once=1, pages=3)
    assert "2 hosts waited for a place" in first.report["notes"][0]
    visited = [server for server in three if asked(server)]
    assert len(visited) == 1
    crawl(folder, sites(three), hosts_at_once=1, pages=3)
    assert len([server for server in three if asked(server)]) == 2


def test_a_bound_of_bytes_stops_and_the_next_run_goes_on(folder: Path, three: tuple[RawServer, ...]) -> None:
    site = sites(three)[0]
    run = crawl(folder, [site], bytes=300)
    assert (run.report["stopped_by"], run.report["exit_code"]) == ("bytes", 5)
    assert len(articles(folder)) < 2
    assert crawl(folder, [site], bytes=10**9).report["exit_code"] == 0
    assert len(articles(folder)) == 2
    assert_whole(folder)


def test_a_disk_that_would_become_too_full_stops_the_run(folder: Path, three: tuple[RawServer, ...]) -> None:
    site = sites(three)[0]
    run = crawl(folder, [site], free=10**18)
    assert (run.report["stopped_by"], run.report["exit_code"], run.total["requests"]) == ("disk", 5, 0)
    assert crawl(folder, [site], free=1).report["exit_code"] == 0


def test_what_robots_refused_is_asked_for_when_robots_changes(folder: Path) -> None:
    def robots(text: str) -> bytes:
        return ok(text.encode(), "Content-Type: text/plain")

    pages: dict[str, Any] = {"/": listing(1, 2), "/bai-1.html": article("Một"), "/bai-2.html": article("Hai")}
    pages["/robots.txt"] = robots("User-agent: *\nDisallow: /bai-2")
    with page_server(pages) as server:
        site = site_at(server)
        crawl(folder, [site])
        assert len(articles(folder)) == 1

        def a_day_later() -> None:
            with writing(folder) as connection:
                past = stamp(datetime.now(UTC) - timedelta(days=2))
                connection.execute("UPDATE hosts SET robots_fetched = ?", (past,))

        a_day_later()
        crawl(folder, [site])
        assert "/bai-2.html" not in asked(server), "the rules are the same"
        pages["/robots.txt"] = status(503, "Busy")
        a_day_later()
        crawl(folder, [site])
        assert "/bai-2.html" not in asked(server), "an error allows nothing"
        pages["/robots.txt"] = robots("User-agent: *\nDisallow: /quan-tri")
        a_day_later()
        crawl(folder, [site])
    assert len(articles(folder)) == 2
