"""SIGKILL at any instant: 0 lost, 0 duplicated, 0 torn; and each single repair by itself."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from unittest.mock import patch

import pytest

from archive import ingest, recovery
from archive.errors import CannotOpen
from archive.folder import transaction, writing
from archive.recovery import recover
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


_KEPT_BY_KILLED = "SELECT count(*) FROM captures c JOIN runs r ON r.id = c.run_id WHERE r.exit_code = -1"


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

    def crawl(self, archive: Path, *, kill_after: float | None) -> int:
        """Crawl, perhaps killed after so many seconds; return the exit code, or the signal as a negative number."""
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps({"archive": str(archive), "delay": 0.005}), file=self._process.stdin, flush=True)
        child = int(self._process.stdout.readline())
        timer = threading.Timer(kill_after or 60, _kill, [child])
        timer.start()
        ended = int(self._process.stdout.readline())
        timer.cancel()
        timer.join()
        return ended


def _kill(process: int) -> None:
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return


@pytest.mark.slow
def test_fifty_kills_lose_nothing_double_nothing_and_tear_nothing(tmp_path: Path) -> None:
    """Each archive is crawled until a run comes to its own end; every run before that is killed somewhere."""
    instants = random.Random(20250701)
    sites = tmp_path / "sites"
    sites.mkdir()
    kills = kept_by_killed = 0
    with Portal() as portal:
        for module, root in (("binhthuan", portal.a), ("sotttt_hanoi", portal.b)):
            text = _MODULE.format(module=module, host=root.removeprefix("http://"), root=root)
            (sites / f"{module}.py").write_text(text)
        with Crawler(sites) as crawler:
            for number in range(1, 1000):
                archive, seen = tmp_path / f"archive-{number}", set[str]()
                while (
                    kills < KILLS
                    and crawler.crawl(archive, kill_after=instants.uniform(0.005, 0.15)) == -signal.SIGKILL
                ):
                    kills += 1
                    before, seen = seen, _captures(archive)
                    assert before <= seen, "what was committed stays committed"
                assert crawler.crawl(archive, kill_after=None) == 0
                assert seen <= _captures(archive)
                _check(archive, portal)
                kept_by_killed += one(archive, _KEPT_BY_KILLED)
                if kills >= KILLS:
                    break
    assert kills == KILLS
    assert kept_by_killed > KILLS // 3, "the kills came while pages were being kept"


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
    real = ingest.record

    def record(connection: Any, exchange: Any, *values: Any, **named: Any) -> Any:
        visit = real(connection, exchange, *values, **named)
        if exchange.url.endswith(path):
            raise Lost
        return visit

    return patch.object(ingest, "record", record)


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
