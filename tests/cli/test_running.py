"""Runs that meet: a second crawl, Ctrl-C, SIGTERM, a full disk. What is kept is kept, and the next run goes on."""

import itertools
import json
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from demo.page import Page
from demo.portal import Portal
from tests.archive.crawling import assert_whole, one, rows
from tests.cli.running import sites_folder, start, tintinh, wait_for
from tests.scraper.raw_server import Answer, RawServer, answer, ok


@pytest.fixture
def environment(portal: Portal, tmp_path: Path) -> dict[str, str]:
    return sites_folder(tmp_path / "sites", portal) | {"TINTINH_ARCHIVE": str(tmp_path / "archive")}


def crawling(tmp_path: Path, environment: dict[str, str]) -> subprocess.Popen[str]:
    """Start a slow crawl, and return when it has kept a few pages."""
    log = tmp_path / "log.jsonl"
    process = start("crawl", "tinh", "so", "--delay", "0.1", "--log-json", log, cwd=tmp_path, environment=environment)
    wait_for(lambda: log.is_file() and len(log.read_text().splitlines()) >= 6)
    return process


@contextmanager
def holding(portal: Portal, after: int) -> Iterator[Callable[[], None]]:
    """Have the portal answer so many pages, and the others when it is let go."""
    free, answered = threading.Event(), itertools.count()
    real = {listener: listener.answer for listener in portal._listeners.values()}

    def held(answer: Callable[[str], Page], target: str) -> Page:
        if next(answered) >= after:
            free.wait(25)
        return answer(target)

    for listener, answer_now in real.items():
        assert answer_now
        listener.answer = partial(held, answer_now)
    try:
        yield free.set
    finally:
        free.set()


def finish(tmp_path: Path, environment: dict[str, str], portal: Portal) -> None:
    """Crawl to the end: everything is there once, and every record can be read."""
    assert tintinh("crawl", "tinh", "so", cwd=tmp_path, environment=environment).code == 0
    archive = tmp_path / "archive"
    assert one(archive, "SELECT count(*) FROM articles") == len(portal.expected())
    assert_whole(archive)
    assert rows(archive, "SELECT key FROM captures WHERE key LIKE '%.html' GROUP BY key HAVING count(*) > 1") == []


def test_a_second_crawl_is_told_that_one_runs(portal: Portal, tmp_path: Path, environment: dict[str, str]) -> None:
    with holding(portal, after=12) as let_go, crawling(tmp_path, environment) as first:
        second = tintinh("crawl", "tinh", cwd=tmp_path, environment=environment)
        assert (second.code, second.out) == (3, "")
        assert f"another run holds this archive (process {first.pid})" in second.line
        assert tintinh("fetch", portal.a, cwd=tmp_path, environment=environment).code == 3
        let_go()
        status = tintinh("status", "--json", cwd=tmp_path, environment=environment)
        assert status.code == 0, "readers do not wait"
        assert status.json["captures"] > 0
        assert tintinh("verify", cwd=tmp_path, environment=environment).code == 0
        first.communicate(timeout=30)
        assert first.returncode == 0
    finish(tmp_path, environment, portal)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_crawl_keeps_everything(
    portal: Portal, tmp_path: Path, environment: dict[str, str], number: signal.Signals
) -> None:
    with crawling(tmp_path, environment) as process:
        process.send_signal(number)
        out, err = process.communicate(timeout=10)
    assert process.returncode == 130
    assert err == "interrupted; everything so far is kept\n"
    assert "stopped by: interrupt" in out
    told = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    kept = {url for (url,) in rows(tmp_path / "archive", "SELECT url FROM captures")}
    assert {event["url"] for event in told} <= kept
    assert_whole(tmp_path / "archive")
    assert one(tmp_path / "archive", "SELECT exit_code FROM runs") == 130
    finish(tmp_path, environment, portal)


def test_nobody_waits_for_a_host_that_drips(tmp_path: Path) -> None:
    def reply(request: bytes) -> Answer:
        if b"/robots.txt" in request:
            return answer(ok(b""))
        return Answer(pieces=(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", *([b"x"] * 50)), pause=0.3)

    with RawServer(reply) as server:
        (tmp_path / "vidu.py").write_text(
            'from parsers.site import Site\nSITE = Site(id="vidu", name="x", province=None, kind="portal", '
            f'hosts=("127.0.0.1:{server.port}",), seeds=({server.url!r},), local=True, delay=0.0)\n'
        )
        with start("crawl", "vidu", cwd=tmp_path, environment={"TINTINH_SITES": str(tmp_path)}) as process:
            wait_for(lambda: len(server.requests) == 2)
            began = time.monotonic()
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=10)
            assert time.monotonic() - began < 3
        assert process.returncode == 130
    assert tintinh("verify", cwd=tmp_path).code == 0


def test_a_killed_crawl_is_repaired_and_told(portal: Portal, tmp_path: Path, environment: dict[str, str]) -> None:
    with crawling(tmp_path, environment) as process:
        process.kill()
        process.communicate(timeout=10)
    (path,) = (tmp_path / "archive" / "warc").glob("*.open")
    with path.open("ab") as file:
        file.write(b"\x1f\x8b\x08torn")
    status = tintinh("status", cwd=tmp_path, environment=environment)
    assert "did not end well" in status.out
    assert tintinh("verify", cwd=tmp_path, environment=environment).code == 0
    done = tintinh("crawl", "tinh", "so", cwd=tmp_path, environment=environment)
    assert done.code == 0
    assert "the last run did not end well: 0 captures adopted, 7 torn bytes moved to" in done.line
    finish(tmp_path, environment, portal)


@pytest.mark.parametrize("room", [20_000, 60_000])
def test_a_full_disk(portal: Portal, tmp_path: Path, environment: dict[str, str], room: int) -> None:
    """No file may grow past a limit (RLIMIT_FSIZE): first the WARC meets it, or the database."""
    archive = tmp_path / "archive"
    assert tintinh("crawl", "tinh", "--max-pages", "3", cwd=tmp_path, environment=environment).code == 5
    before = {path.name: path.read_bytes() for path in (archive / "warc").iterdir()}
    articles = one(archive, "SELECT count(*) FROM articles")
    limit = (archive / "archive.db").stat().st_size + room if room > 50_000 else room

    def small_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    done = tintinh("crawl", "tinh", "so", cwd=tmp_path, environment=environment, before=small_disk)
    assert done.code == 5
    assert "Traceback" not in done.err
    assert any(word in done.line for word in ("full", "largest size", "free some space"))
    assert all((archive / "warc" / name).read_bytes() == data for name, data in before.items())
    assert tintinh("status", cwd=tmp_path, environment=environment).code == 0
    assert one(archive, "SELECT count(*) FROM articles") >= articles
    assert tintinh("verify", cwd=tmp_path, environment=environment).code == 0
    finish(tmp_path, environment, portal)


def test_a_full_disk_at_the_very_start(portal: Portal, tmp_path: Path, environment: dict[str, str]) -> None:
    def no_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    done = tintinh("crawl", "tinh", cwd=tmp_path, environment=environment, before=no_disk)
    assert done.code == 5
    assert "Traceback" not in done.err
    assert done.line
    finish(tmp_path, environment, portal)


def test_an_interruption_while_modules_are_loaded_is_no_traceback() -> None:
    code = """
import sys, types
sys.modules["cli"] = types.ModuleType("cli")
def run():
    raise KeyboardInterrupt
sys.modules["cli"].run = run
import tintinh
tintinh.main()
"""
    root = str(Path(__file__).resolve().parents[2])
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (130, b"")
