"""`fetch`: single addresses, of known sites and of others."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive import single
from archive.jobs import fetch_urls
from parsers.site import Site
from scraper.fetch import Fetcher
from tests.archive.crawling import (
    Crawled,
    article,
    articles,
    asked,
    assert_whole,
    crawl,
    listing,
    one,
    page_server,
    rows,
    site_at,
    status,
)
from tests.scraper.raw_server import ok

Know = Callable[..., None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "archive"


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> Know:
    """Make sites known to `fetch`, as TINTINH_SITES would; without any, loopback is an unknown public host."""

    def make_known(*sites: Site) -> None:
        hosts = {site.hosts[0]: site for site in sites}
        monkeypatch.setattr(single, "site_of", lambda url: hosts.get(url.split("/")[2]))
        if not sites:
            monkeypatch.setattr(single, "wait", lambda *values, **named: 0.0)
            monkeypatch.setattr(single, "Fetcher", lambda **named: Fetcher(**{**named, "allow_private": True}))

    return make_known


def fetch(folder: Path, *urls: str) -> Crawled:
    events: list[Any] = []
    return Crawled(fetch_urls(folder, urls, agent="tintinh/0", operator=None, tell=events.append), events)


def test_a_page_of_a_known_site_is_kept_and_read(folder: Path, known: Know) -> None:
    with page_server({"/bai-1.html": article("Một")}) as server:
        known(site_at(server))
        run = fetch(folder, f"{server.url}bai-1.html")
    assert (run.report["exit_code"], run.total["new"], run.report["command"]) == (0, 1, "fetch")
    assert [record["title"] for record in articles(folder).values()] == ["Một"]
    assert_whole(folder)


def test_a_page_of_an_unknown_site_is_kept_and_not_read(folder: Path, known: Know) -> None:
    known()
    with page_server({"/tin/1": article("Một")}) as server:
        run = fetch(folder, f"{server.url}tin/1")
    assert run.report["exit_code"] == 0
    assert articles(folder) == {}
    assert rows(folder, "SELECT url, status, site_id FROM captures WHERE url NOT LIKE '%robots.txt'") == [
        (f"{server.url}tin/1", 200, None)
    ]
    assert one(folder, "SELECT count(*) FROM frontier") == 0, "nothing of it is followed up"
    assert_whole(folder)


def test_redirects_are_followed_on_unknown_hosts_too(folder: Path, known: Know) -> None:
    known()
    with (
        page_server({"/moi": article("Một")}) as other,
        page_server({"/cu": status(301, "Moved", f"Location: {other.url}moi")}) as server,
    ):
        run = fetch(folder, f"{server.url}cu")
        assert asked(other) == ["/moi"]
    assert run.report["exit_code"] == 0
    assert one(folder, "SELECT count(*) FROM captures WHERE status IN (200, 301)") == 2


def test_a_redirect_without_end_ends(folder: Path, known: Know) -> None:
    known()
    with page_server({"/a": status(302, "Found", "Location: /a")}) as server:
        fetch(folder, f"{server.url}a")
        assert 1 < len(asked(server)) <= 6


def test_a_redirect_to_a_private_address_is_not_followed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, known: Know
) -> None:
    with (
        page_server({"/secret": "x"}) as inside,
        page_server({"/a": status(302, "Found", f"Location: {inside.url}secret")}) as server,
    ):
        known(site_at(server))
        run = fetch(folder, f"{server.url}a")
        assert inside.connections == 0
    assert run.report["exit_code"] == 1
    assert one(folder, "SELECT count(*) FROM captures WHERE status = 302") == 1


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/x", "http://169.254.169.254/latest/", "http://[::1]/"])
def test_private_addresses_are_refused(folder: Path, url: str) -> None:
    run = fetch(folder, url)
    assert run.report["exit_code"] == 1
    assert "inside a private network" in run.told


def test_what_is_no_address_is_told(folder: Path) -> None:
    run = fetch(folder, "not an address", "http://")
    assert run.report["exit_code"] == 1
    assert run.report["sites"][""]["failed"] == {"bad_address": 2}
    assert len(run.told.splitlines()) == 2


def test_a_404_is_kept_and_told(folder: Path, known: Know) -> None:
    with page_server({}) as server:
        known(site_at(server))
        run = fetch(folder, f"{server.url}bai-9.html")
    assert run.report["exit_code"] == 1
    assert "answered 404" in run.told
    assert one(folder, "SELECT count(*) FROM captures WHERE status = 404 AND url LIKE '%bai-9.html'") == 1


def test_robots_are_asked_once_and_obeyed(folder: Path, known: Know) -> None:
    rules = ok(b"User-agent: *\nDisallow: /bai-2\n", "Content-Type: text/plain")
    with page_server({"/robots.txt": rules, "/bai-1.html": article("Một"), "/bai-2.html": article("Hai")}) as server:
        known(site_at(server))
        run = fetch(folder, f"{server.url}bai-1.html", f"{server.url}bai-2.html")
        assert [request.split(b" ")[1] for request in server.requests] == [b"/robots.txt", b"/bai-1.html"]
    assert run.report["exit_code"] == 1
    assert run.report["sites"]["vidu"]["skipped"] == {"robots": 1}
    assert "robots.txt of" in run.told


def test_a_host_that_asked_to_be_left_alone_is(folder: Path, known: Know) -> None:
    with page_server(
        {"/bai-1.html": status(503, "Busy", "Retry-After: 7200"), "/bai-2.html": article("Hai")}
    ) as server:
        known(site_at(server))
        fetch(folder, f"{server.url}bai-1.html")
        run = fetch(folder, f"{server.url}bai-2.html")
        assert asked(server) == ["/bai-1.html"]
    assert run.report["sites"]["vidu"]["skipped"] == {"not_yet": 1}
    assert "is not to be asked for another" in run.told


def test_fetch_and_crawl_know_of_each_other(folder: Path, known: Know) -> None:
    with page_server({"/": listing(1, 2), "/bai-1.html": article("Một"), "/bai-2.html": article("Hai")}) as server:
        site = site_at(server)
        known(site)
        fetch(folder, f"{server.url}bai-1.html")
        crawl(folder, [site])
        assert asked(server) == ["/bai-1.html", "/", "/bai-2.html"]
        again = fetch(folder, f"{server.url}bai-1.html")
    assert again.total["unchanged"] == 1
    assert len(articles(folder)) == 2
    assert_whole(folder)
