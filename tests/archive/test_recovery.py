"""SIGKILL at any instant: 0 lost, 0 duplicated, 0 torn; and each single repair by itself."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self
from unittest.mock import patch

import pytest

from archive import recording, recovery
from archive.errors import CannotOpen
from archive.folder import transaction, writing
from archive.group import Group
from archive.recovery import recover
from archive.warc_reader import Damage, records
from demo.portal import Portal
from demo.sites import sites_of
from parsers.site import Site
from tests.archive.crawling import (
    article,
    articles,
    asked,
    assert_exact,
    assert_whole,
    crawl,
    crawl_portal,
    listing,
    one,
    page_server,
    rows,
    site_at,
    status,
)
from tests.scraper.raw_server import Answer, RawServer, answer, ok

ROOT = Path(__file__).resolve().parents[2]
KILLS = 50
_MODULE = """
from dataclasses import replace
from parsers.sites.{module} import SITE as REAL
SITE = replace(REAL, hosts=({host!r},), seeds=({root!r} + "/",), local=True, delay=0.0)
"""


class Ended(NamedTuple):
    """How a crawl ended: its exit code, or the signal as a negative number; how large the groups were that it kept."""

    code: int
    groups: list[int]


class Crawler:
    """The process of `killed_crawl`, and what became of its children."""

    def __init__(self, sites: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.archive.killed_crawl"],
            cwd=ROOT,
            env={**os.environ, "TINTINH_SITES": str(sites)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.communicate(timeout=30)

    def crawl(self, archive: Path, *, kill_at: float | None = None, kill_after_group: float | None = None) -> Ended:
        """Crawl, perhaps killed: so many seconds after the start, or after the first group of captures was kept."""
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps({"archive": str(archive)}), file=self._process.stdin, flush=True)
        child, groups = int(self._process.stdout.readline()), list[int]()
        timers = [] if kill_at is None else [_killer(child, kill_at)]
        while (line := self._process.stdout.readline()).startswith("kept"):
            if not groups and kill_after_group is not None:
                timers.append(_killer(child, kill_after_group))
            groups.append(int(line.split()[1]))
        for timer in timers:
            timer.cancel()
            timer.join()
        return Ended(int(line), groups)


def _killer(process: int, seconds: float) -> threading.Timer:
    timer = threading.Timer(seconds, _kill, [process])
    timer.start()
    return timer


def _kill(process: int) -> None:
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return


@pytest.mark.slow
def test_fifty_kills_lose_nothing_double_nothing_and_tear_nothing(tmp_path: Path) -> None:
    """Each archive is crawled until a run comes to its own end; the runs before are killed.

    A kill counts when its run had kept something. Before those, each archive sees a kill at any instant from the start.
    It goes on until there were enough of them, enough groups of several captures, and some kills between the disk and
    the database.
    """
    instants = random.Random(20250701)
    kills = several = left_over = 0
    with Portal() as portal, Crawler(_sites_of(tmp_path, portal)) as crawler:
        for number in range(100):
            archive = tmp_path / f"archive-{number}"
            crawler.crawl(archive, kill_at=instants.uniform(0.0, 0.1))
            seen = _captures(archive)
            while kills < KILLS or several < KILLS or not left_over:
                ended = crawler.crawl(archive, kill_after_group=instants.uniform(0.0, 0.05))
                before, seen = seen, _captures(archive)
                assert before <= seen, "what was committed stays committed"
                if ended.code != -signal.SIGKILL:
                    break
                assert sum(ended.groups) <= len(seen - before), "what was said to be kept is kept"
                assert ended.groups, "it was killed while it kept"
                kills += 1
                several += sum(size > 1 for size in ended.groups)
                left_over += _behind_the_last_commit(archive)
            assert crawler.crawl(archive).code == 0
            assert seen <= _captures(archive)
            _check(archive, portal)
            if kills >= KILLS and several >= KILLS and left_over:
                return
    pytest.fail(f"a hundred archives were too few: {kills} kills, {several} groups, {left_over} left over")


def _sites_of(folder: Path, portal: Portal) -> Path:
    sites = folder / "sites"
    sites.mkdir()
    for module, root in (("binhthuan", portal.a), ("sotttt_hanoi", portal.b)):
        text = _MODULE.format(module=module, host=root.removeprefix("http://"), root=root)
        (sites / f"{module}.py").write_text(text)
    return sites


def _behind_the_last_commit(archive: Path) -> int:
    """Return how many whole captures an open file holds that have no rows."""
    found = 0
    for path in (archive / "warc").glob("*.open"):
        end = one(archive, "SELECT max(group_end) FROM captures WHERE file = ?", path.name.removesuffix(".open"))
        with suppress(Damage):
            found += sum(record.type in ("response", "revisit") for record in records(path, start=end or 0))
    return found


def _captures(archive: Path) -> set[str]:
    if not (archive / "archive.db").is_file() or not (archive / "archive.db").stat().st_size:
        return set()
    try:
        return {record_id for (record_id,) in rows(archive, "SELECT record_id FROM captures")}
    except CannotOpen:
        return set()  # killed while the database was made


def _check(archive: Path, portal: Portal) -> None:
    assert_exact(archive, portal.expected())  # nothing lost
    assert_whole(archive)  # nothing torn: warcio, FastWARC, verify, integrity_check, both full-text indexes
    often = rows(archive, "SELECT key, count(*) FROM captures WHERE status = 200 GROUP BY key HAVING count(*) > 1")
    asked_in_each_run = {f"{root.removeprefix('http://')}/" for root in (portal.a, portal.b)}
    robots = {f"{root}/robots.txt" for root in (portal.a, portal.b)}  # kept first, its rules noted after
    assert {key for key, _ in often} <= asked_in_each_run | robots, "nothing is there twice"
    assert rows(archive, "SELECT key, run_id FROM captures GROUP BY key, run_id HAVING count(*) > 1") == []
    assert one(archive, "SELECT count(*) FROM warc_files WHERE closed IS NULL OR sha256 IS NULL") == 0
    assert one(archive, "SELECT count(*) FROM runs WHERE exit_code IS NULL") == 0


class Lost(BaseException):
    """Stands for the end of the process between the WARC and the database."""


def lose_commit_of(path: str) -> Any:
    """Make the run end when the capture of this path is in the WARC and before its rows are committed."""
    real = recording.record

    def record(connection: Any, exchange: Any, *values: Any, **named: Any) -> Any:
        visit = real(connection, exchange, *values, **named)
        if exchange.url.endswith(path):
            raise Lost
        return visit

    return patch.object(recording, "record", record)


@pytest.fixture(autouse=True)
def _one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each capture is committed by itself, so that it is known which one is lost."""
    monkeypatch.setattr("archive.group._MOST", 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "archive"


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Make a site known to the repair, as TINTINH_SITES would."""

    def make_known(*sites: Site) -> None:
        hosts = {site.hosts[0]: site for site in sites}
        monkeypatch.setattr(recovery, "site_of", lambda url: hosts.get(url.split("/")[2]))

    return make_known


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal() as running:
        yield running


PAGES = {"/": listing(1, 2), "/bai-1.html": article("Một"), "/bai-2.html": article("Hai")}


def open_file(folder: Path) -> Path:
    (path,) = (folder / "warc").glob("*.open")
    return path


def test_a_capture_whose_commit_was_lost_is_adopted_with_its_article(folder: Path, known: Callable[..., None]) -> None:
    with page_server(PAGES) as server:
        site = site_at(server)
        known(site)
        with lose_commit_of("/bai-1.html"), pytest.raises(Lost):
            crawl(folder, [site])
        assert articles(folder) == {}
        again = crawl(folder, [site])
        assert asked(server).count("/bai-1.html") == 1, "its bytes are here: nobody asks for them again"
    assert "1 captures adopted" in again.told
    assert sorted(record["title"] for record in articles(folder).values()) == ["Hai", "Một"]
    assert_whole(folder)
    # adopted by the run that fetched it
    assert rows(folder, "SELECT run_id FROM captures WHERE url LIKE '%/bai-1.html'") == [(1,)]


def test_a_list_whose_commit_was_lost_is_followed(folder: Path, known: Callable[..., None]) -> None:
    with page_server(PAGES) as server:
        site = site_at(server)
        known(site)
        with lose_commit_of("/"), pytest.raises(Lost):
            crawl(folder, [site])
        with writing(folder) as connection:
            recover(folder, connection)
    assert one(folder, "SELECT count(*) FROM frontier WHERE role = 'article' AND state = 'todo'") == 2


def test_a_sitemap_whose_commit_was_lost_is_followed(folder: Path, known: Callable[..., None]) -> None:
    """What only the sitemap names would never be found: the next answer to a sitemap is "not modified"."""
    pages: dict[str, Any] = {"/": listing(1)}
    with page_server(pages) as server:
        entries = "".join(f"<url><loc>{server.url}bai-{number}.html</loc></url>" for number in (7, 8))
        pages["/sitemap.xml"] = f"<urlset>{entries}</urlset>"
        site = site_at(server, sitemaps=(f"{server.url}sitemap.xml",))
        known(site)
        with lose_commit_of("/sitemap.xml"), pytest.raises(Lost):
            crawl(folder, [site])
        with writing(folder) as connection:
            recover(folder, connection)
    assert one(folder, "SELECT count(*) FROM frontier WHERE url LIKE '%/bai-7.html' OR url LIKE '%/bai-8.html'") == 2


def test_a_revisit_whose_commit_was_lost_is_adopted(folder: Path, known: Callable[..., None]) -> None:
    with page_server(PAGES) as server:
        site = site_at(server)
        known(site)
        crawl(folder, [site])
        with lose_commit_of("/bai-1.html"), pytest.raises(Lost):
            crawl(folder, [site], recheck=True)
        crawl(folder, [site])
    query = "SELECT record_type, refers_to IS NOT NULL, kind FROM captures WHERE url LIKE '%/bai-1.html' ORDER BY id"
    assert rows(folder, query) == [("response", 0, "article"), ("revisit", 1, "article")]
    assert one(folder, "SELECT count(*) FROM versions") == 0
    assert_whole(folder)


def test_an_edit_whose_commit_was_lost_becomes_a_version(
    portal: Portal, folder: Path, known: Callable[..., None]
) -> None:
    known(*sites_of(portal))
    crawl_portal(folder, portal)
    change = portal.publish_more()
    with lose_commit_of(change.edited.removeprefix(portal.a)), pytest.raises(Lost):
        crawl_portal(folder, portal, recheck=True)
    crawl_portal(folder, portal, recheck=True)
    assert articles(folder)[change.edited]["version"] == 2
    assert_whole(folder)


def test_a_site_that_this_run_does_not_know_stays_due(folder: Path, known: Callable[..., None]) -> None:
    """A nightly run without TINTINH_SITES repairs what another run began: the page must not count as read."""
    with page_server(PAGES) as server:
        site = site_at(server)
        known()
        with lose_commit_of("/bai-1.html"), pytest.raises(Lost):
            crawl(folder, [site])
        crawl(folder, [site])
    assert sorted(record["title"] for record in articles(folder).values()) == ["Hai", "Một"]
    assert_whole(folder)


@pytest.mark.parametrize(
    "junk", [b"\x1f\x8b\x08\x00torn", b"\0" * 5000, b"x"], ids=["half a record", "NUL bytes", "one byte"]
)
def test_a_torn_end_is_kept_aside_and_cut(folder: Path, junk: bytes) -> None:
    with page_server(PAGES) as server:
        site = site_at(server)
        with lose_commit_of("/bai-2.html"), pytest.raises(Lost):
            crawl(folder, [site])
        with open_file(folder).open("ab") as file:
            file.write(junk)
        again = crawl(folder, [site])
    assert f"{len(junk)} torn bytes moved to" in again.told
    (damaged,) = (folder / "warc").glob("*.damaged")
    assert damaged.read_bytes() == junk
    assert len(articles(folder)) == 2
    assert_whole(folder)


@pytest.mark.parametrize("junk", [b"\x1f\x8b\x08\x00torn", b"x"], ids=["half a record", "one byte"])
def test_a_new_file_torn_in_its_first_record_goes(folder: Path, junk: bytes) -> None:
    name = "tintinh-20260101T000000Z-00009-00001.warc.gz"
    with page_server(PAGES) as server:
        crawl(folder, [site_at(server)])
        (folder / "warc" / f"{name}.open").write_bytes(junk)
        crawl(folder, [site_at(server)])
    assert not (folder / "warc" / name).exists()
    assert (folder / "warc" / f"{name}.damaged").read_bytes() == junk
    assert one(folder, "SELECT count(*) FROM warc_files WHERE name = ?", name) == 0
    assert_whole(folder)


class TestGroupsOfSeveral:
    """Captures that are committed together, and whose commit is lost together."""

    @pytest.fixture
    def lost(self, folder: Path, known: Callable[..., None]) -> Iterator[RawServer]:
        """A crawl that ended between the WARC and the rows of a group of three."""
        pages: dict[str, Any] = {"/": listing(1, 2, 3), "/bai-2.html": status(301, "Moved", "Location: /bai-4.html")}
        pages |= {f"/bai-{number}.html": article(f"Bài {number}") for number in (1, 3, 4)}
        with page_server(pages) as server:
            site = site_at(server)
            known(site)
            with patch("archive.crawl.Group", GroupOfThree), lose_commit_of("/bai-3.html"), pytest.raises(Lost):
                crawl(folder, [site])
            yield server

    def test_all_are_adopted(self, folder: Path, lost: RawServer) -> None:
        kept = "SELECT count(*) FROM captures WHERE url LIKE '%/bai-%'"
        assert one(folder, kept) == 0, "one transaction holds all of the group, or nothing"
        again = crawl(folder, [site_at(lost)])
        assert "3 captures adopted" in again.told
        assert sorted(path for path in asked(lost) if path != "/") == [f"/bai-{number}.html" for number in (1, 2, 3, 4)]
        assert sorted(record["title"] for record in articles(folder).values()) == ["Bài 1", "Bài 3", "Bài 4"]
        assert one(folder, kept) == 4
        assert_whole(folder)

    @pytest.mark.parametrize("whole", [0, 1, 2])
    def test_those_before_a_tear_are_adopted_and_the_others_fetched_again(
        self, folder: Path, lost: RawServer, whole: int
    ) -> None:
        path, end = open_file(folder), one(folder, "SELECT max(group_end) FROM captures")
        responses = [record.offset for record in records(path, start=end) if record.type == "response"]
        assert len(responses) == 3
        os.truncate(path, responses[whole] + 20)
        before = asked(lost)
        again = crawl(folder, [site_at(lost)])
        assert f"{whole} captures adopted, 20 torn bytes moved to" in again.told
        assert sum("/bai-4" not in path and path != "/" for path in asked(lost)[len(before) :]) == 3 - whole
        assert sorted(record["title"] for record in articles(folder).values()) == ["Bài 1", "Bài 3", "Bài 4"]
        assert_whole(folder)


class GroupOfThree(Group):
    """Writes lists at once, and articles when there are three of them."""

    def write(self) -> bool:
        articles = [one for one in self._caught if one.entry.role == "article"]
        return super().write() if len(articles) in (0, 3) else False


@pytest.mark.parametrize("left", [0.1, 0.5, 0.9, 0.99])
def test_a_record_torn_anywhere_is_fetched_again(folder: Path, known: Callable[..., None], left: float) -> None:
    with page_server(PAGES) as server:
        site = site_at(server)
        known(site)
        with lose_commit_of("/bai-1.html"), pytest.raises(Lost):
            crawl(folder, [site])
        path = open_file(folder)
        ((committed,),) = rows(folder, "SELECT max(group_end) FROM captures")
        os.truncate(path, committed + int((path.stat().st_size - committed) * left))
        crawl(folder, [site])
    assert sorted(record["title"] for record in articles(folder).values()) == ["Hai", "Một"]
    assert one(folder, "SELECT count(*) FROM captures WHERE url LIKE '%/bai-1.html'") == 1
    assert_whole(folder)


def test_a_file_shorter_than_committed_is_one_clear_line(folder: Path) -> None:
    with page_server(PAGES) as server:
        site = site_at(server)
        with lose_commit_of("/bai-2.html"), pytest.raises(Lost):
            crawl(folder, [site])
        path = open_file(folder)
        ((committed,),) = rows(folder, "SELECT max(group_end) FROM captures")
        os.truncate(path, committed - 100)
        with pytest.raises(CannotOpen) as caught:
            crawl(folder, [site])
    line = str(caught.value)
    assert str(path) in line
    assert "100 bytes shorter" in line
    assert "\n" not in line
    assert path.stat().st_size == committed - 100, "nothing is touched"


def test_a_file_closed_on_disk_but_not_in_the_database_is_taken_up(folder: Path) -> None:
    with page_server(PAGES) as server:
        site = site_at(server)
        crawl(folder, [site])
        with writing(folder) as connection, transaction(connection):
            connection.execute("UPDATE warc_files SET closed = NULL, length = NULL, sha256 = NULL")
        crawl(folder, [site])
    assert one(folder, "SELECT count(*) FROM warc_files WHERE sha256 IS NULL") == 0
    assert_whole(folder)


def test_a_file_that_the_database_never_heard_of_gets_its_row(folder: Path) -> None:
    with page_server(PAGES) as server:
        site = site_at(server)
        with lose_commit_of("/"), pytest.raises(Lost):
            crawl(folder, [site])
        with writing(folder) as connection, transaction(connection):
            connection.execute("DELETE FROM captures")
            connection.execute("DELETE FROM warc_files")
        crawl(folder, [site])
    assert len(articles(folder)) == 2
    assert_whole(folder)


def test_a_repair_that_is_killed_too_leaves_no_file_unknown(folder: Path) -> None:
    with page_server(PAGES) as server:
        site = site_at(server)
        with lose_commit_of("/"), pytest.raises(Lost):
            crawl(folder, [site])
        with writing(folder) as connection, transaction(connection):
            connection.execute("DELETE FROM captures")
            connection.execute("DELETE FROM warc_files")
        with patch.object(recovery, "close_file", side_effect=Lost), pytest.raises(Lost):
            crawl(folder, [site])
        crawl(folder, [site])
    assert one(folder, "SELECT count(*) FROM warc_files") == len(list((folder / "warc").iterdir()))
    assert len(articles(folder)) == 2
    assert_whole(folder)


def test_an_empty_open_file_goes(folder: Path) -> None:
    with page_server(PAGES) as server:
        crawl(folder, [site_at(server)])
        (folder / "warc" / "tintinh-20260101T000000Z-00009-00001.warc.gz.open").touch()
        crawl(folder, [site_at(server)])
    assert len(list((folder / "warc").iterdir())) == 2
    assert_whole(folder)


def test_repairing_twice_changes_nothing(folder: Path) -> None:
    with page_server(PAGES) as server:
        with lose_commit_of("/bai-1.html"), pytest.raises(Lost):
            crawl(folder, [site_at(server)])
        with writing(folder) as connection:
            (first,) = recover(folder, connection)
            before = connection.execute("SELECT count(*) FROM captures").fetchone()
            assert recover(folder, connection) == []
            assert connection.execute("SELECT count(*) FROM captures").fetchone() == before
    assert (first.adopted, first.cut, first.missing) == (1, 0, 0)


def test_a_lost_redirect_and_a_lost_404_are_adopted(folder: Path, known: Callable[..., None]) -> None:
    pages: dict[str, Any] = {
        "/": listing(1, 2),
        "/bai-1.html": status(301, "Moved", "Location: /bai-3.html"),
        "/bai-3.html": article("Ba"),
    }
    with page_server(pages) as server:
        site = site_at(server)
        known(site)
        for path in ("/bai-1.html", "/bai-2.html"):
            with lose_commit_of(path), pytest.raises(Lost):
                crawl(folder, [site])
        crawl(folder, [site])
    assert [record["title"] for record in articles(folder).values()] == ["Ba"]
    kept = "SELECT status, count(*) FROM captures WHERE url LIKE '%.html' GROUP BY status ORDER BY status"
    assert rows(folder, kept) == [(200, 1), (301, 1), (404, 1)]
    assert_whole(folder)


def test_a_lost_partial_page_is_adopted_as_partial(folder: Path, known: Callable[..., None]) -> None:
    short = article("Một").encode()
    broken = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(short) + 9}\r\nConnection: close\r\n\r\n".encode()

    def reply(request: bytes) -> Answer:
        if b" /bai-1" in request:
            return answer(broken + short, after="close")
        return answer(ok(listing(1).encode(), "Content-Type: text/html") if b" / " in request else status(404, "No"))

    with RawServer(reply) as server:
        site = site_at(server)
        known(site)
        with lose_commit_of("/bai-1.html"), pytest.raises(Lost):
            crawl(folder, [site])
        with writing(folder) as connection:
            recover(folder, connection)
    assert one(folder, "SELECT truncated FROM captures WHERE url LIKE '%/bai-1.html'") == "disconnect"
    assert articles(folder) == {}
    assert_whole(folder)


def test_the_state_of_a_run_that_was_killed_is_said(folder: Path) -> None:
    with page_server(PAGES) as server:
        crawl(folder, [site_at(server)])
        with writing(folder) as connection, transaction(connection):
            connection.execute("INSERT INTO runs(command, started) VALUES ('crawl', '2026-01-01T00:00:00+00:00')")
        crawl(folder, [site_at(server)])
    assert rows(folder, "SELECT exit_code FROM runs ORDER BY id") == [(0,), (-1,), (0,)]
