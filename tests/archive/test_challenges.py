"""A host that asks for a cookie first: answered once, kept, and left alone when that does not help."""

from pathlib import Path
from typing import Any

import pytest

from archive.run import run
from archive.single import fetch_all
from scraper.fetch import Limits
from tests.archive.crawling import (
    article,
    articles,
    assert_whole,
    crawl,
    fields_of,
    listing,
    one,
    page_server,
    rows,
    site_at,
)
from tests.scraper.raw_server import Answer, RawServer, answer, ok
from tests.scraper.test_challenge import VALUE, challenge

PAGES: dict[str, Any] = {"/": listing(1, 2), "/bai-1.html": article("Một"), "/bai-2.html": article("Hai")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "archive"


def guarded(*, opens: bool = True) -> RawServer:
    def reply(request: bytes) -> Answer:
        path = request.split(b" ")[1].decode()
        if not opens or f"D1N={VALUE}".encode() not in request:
            return answer(ok(challenge(), "Content-Type: text/html"))
        if path == "/robots.txt":
            return answer(ok(b"User-agent: *\nDisallow: /bai-2", "Content-Type: text/plain"))
        return answer(ok(PAGES[path].encode(), "Content-Type: text/html; charset=utf-8"))

    return RawServer(reply)


def test_a_guarded_site_is_read_and_its_robots_are_obeyed(folder: Path) -> None:
    with guarded() as server:
        run_ = crawl(folder, [site_at(server)])
        paths = [request.split(b" ")[1] for request in server.requests]
    assert paths == [b"/robots.txt", b"/robots.txt", b"/", b"/bai-1.html"]
    assert [record["title"] for record in articles(folder).values()] == ["Một"]
    assert run_.report["exit_code"] == 0
    about = [fields_of(record.block) for record in assert_whole(folder) if record.type == "metadata"]
    assert [fields.get("cookieChallenge") for fields in about] == ["answered", None, None, None]


def test_a_page_that_challenges_is_asked_for_again(folder: Path) -> None:
    """robots.txt is not guarded here, the pages are."""

    def page(request: bytes) -> bytes:
        known = f"D1N={VALUE}".encode() in request
        return ok(listing(1).encode() if known else challenge(), "Content-Type: text/html; charset=utf-8")

    with page_server({**PAGES, "/": page}) as server:
        run_ = crawl(folder, [site_at(server)])
    assert len(articles(folder)) == 1
    assert run_.report["sites"]["vidu"]["skipped"] == {"challenge_answered": 1}
    assert (run_.total["failed"], run_.report["exit_code"]) == (0, 0)
    kinds = rows(folder, "SELECT kind FROM captures WHERE url = ? ORDER BY id", server.url)
    assert [kind for (kind,) in kinds] == ["challenge", "empty_shell"], "one row is no list, but its link is followed"


def test_a_host_that_challenges_again_is_left_for_the_run(folder: Path) -> None:
    with guarded(opens=False) as server:
        run_ = crawl(folder, [site_at(server)])
        assert len(server.requests) == 2
        assert run_.report["exit_code"] == 1
        assert "cookie challenge" in run_.told
        assert articles(folder) == {}
        crawl(folder, [site_at(server)])
        assert len(server.requests) == 4, "the next run tries again, robots.txt first"


def test_a_challenge_in_the_middle_of_a_run(folder: Path) -> None:
    asked: list[bytes] = []

    def guarded_page(request: bytes) -> bytes:
        asked.append(request)
        return ok(challenge(), "Content-Type: text/html")

    pages: dict[str, Any] = {"/": listing(*range(1, 9)), **{f"/bai-{n}.html": guarded_page for n in range(1, 9)}}
    with page_server(pages) as server:
        run_ = crawl(folder, [site_at(server)])
    assert len(asked) <= 4, "one answered, one again, and what was under way"
    failed = run_.report["sites"]["vidu"]["failed"]
    assert failed["challenge"] >= 1
    assert run_.report["exit_code"] == 1
    assert one(folder, "SELECT count(*) FROM captures WHERE kind = 'challenge'") == len(asked)


def test_fetch_answers_too(folder: Path) -> None:
    told: list[str] = []
    with guarded() as server, run(folder, "fetch", operator=None) as this:
        site = site_at(server)
        fetch_all(
            this,
            [f"{server.url}bai-1.html"],
            agent="t",
            limits=Limits(),
            tell=lambda url, visit: told.append(visit.outcome),
            site=site,
        )
    assert told == ["new"]
