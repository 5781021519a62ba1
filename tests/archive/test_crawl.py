"""A crawl over the demonstration's portals and over small hostile sites: what is asked, kept, read and told."""

import gzip
import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from archive import run as run_module
from archive.clock import Clock
from archive.folder import reading, writing
from archive.jobs import crawl_sites
from archive.progress import Event
from archive.record import article_dict
from archive.run import Bounds
from archive.warc import WarcWriter
from demo.portal import Portal
from demo.sites import sites_of
from parsers.site import Site
from scraper.fetch import Limits
from tests.archive.crawling import (
    HTML,
    article,
    articles,
    asked,
    assert_exact,
    assert_whole,
    crawl,
    crawl_portal,
    fields_of,
    free_port,
    listing,
    one,
    page_server,
    rows,
    site_at,
    status,
)
from tests.scraper.raw_server import ok


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal() as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "archive"


def test_every_article_is_exact_and_nothing_else_became_one(portal: Portal, folder: Path) -> None:
    run = crawl_portal(folder, portal)
    assert run.report["exit_code"] == 0
    assert run.report["stopped_by"] is None
    assert run.total["new"] == len(portal.expected())
    assert run.total["failed"] == run.total["drift"] == 0
    assert_exact(folder, portal.expected())


def test_what_is_asked_for(portal: Portal, folder: Path) -> None:
    crawl_portal(folder, portal)
    paths = [(request.site, request.path) for request in portal.log]
    assert max(Counter(paths).values()) == 1, "no address is asked for twice in one run"
    assert not [path for site, path in paths if site == "a" and path.startswith("/quan-tri/")], "robots.txt says no"
    assert not [path for site, path in paths if site == "b" and path.startswith("/c/portal")]
    languages = [path for site, path in paths if site == "b" and path.endswith(("/en", "/vi"))]
    assert len(languages) <= 2, "each page links to itself in two languages: the trap is bounded"
    assert len(paths) < 80
    assert one(folder, "SELECT count(*) FROM frontier WHERE state = 'refused' AND reason = 'robots'") == 2


def test_the_archive_is_whole_and_others_can_read_it(portal: Portal, folder: Path) -> None:
    run = crawl_portal(folder, portal)
    records = assert_whole(folder)
    counted = Counter(record.type for record in records)
    assert counted == {
        "warcinfo": 1,
        "response": run.total["requests"],
        "request": counted["response"],
        "metadata": counted["response"],
    }
    assert one(folder, "SELECT count(*) FROM captures") == counted["response"]
    assert one(folder, "SELECT count(*) FROM warc_files WHERE closed IS NOT NULL AND sha256 IS NOT NULL") == 1


def test_metadata_says_which_page_led_here(portal: Portal, folder: Path) -> None:
    crawl_portal(folder, portal)
    about = {record.url: fields_of(record.block) for record in assert_whole(folder) if record.type == "metadata"}
    assert "via" not in about[f"{portal.a}/"]
    assert about[f"{portal.a}/tin-tuc/"]["via"] == f"{portal.a}/"
    assert about[f"{portal.a}/sitemap.xml"]["via"] == f"{portal.a}/robots.txt"
    from_sitemap = [url for url, fields in about.items() if fields.get("via") == f"{portal.a}/sitemap.xml"]
    assert from_sitemap, "one section is listed in the sitemap only"
    assert set(from_sitemap) <= articles(folder).keys()


def test_a_second_crawl_asks_for_the_seeds_only_and_conditionally(portal: Portal, folder: Path) -> None:
    crawl_portal(folder, portal)
    before = len(portal.log)
    again = crawl_portal(folder, portal)
    assert [(request.path, request.status) for request in portal.log[before:]] == [("/", 304), ("/", 304)]
    assert (again.total["not_modified"], again.total["requests"], again.report["exit_code"]) == (2, 2, 0)
    assert_exact(folder, portal.expected())


def test_a_recheck_of_what_did_not_change_gives_revisits_and_no_version(portal: Portal, folder: Path) -> None:
    crawl_portal(folder, portal)
    seen = dict(rows(folder, "SELECT url, last_seen FROM articles"))
    again = crawl_portal(folder, portal, recheck=True)
    assert again.total["not_modified"] >= len(portal.expected())
    assert one(folder, "SELECT count(*) FROM versions") == 0, "clock and counter of visits are no fields"
    assert all(after > seen[url] for url, after in rows(folder, "SELECT url, last_seen FROM articles"))
    responses = {
        record.headers["WARC-Record-ID"]: record for record in assert_whole(folder) if record.type == "response"
    }
    revisits = [record for record in assert_whole(folder) if record.block.startswith(b"HTTP/1.1 304")]
    assert len(revisits) == again.total["not_modified"]
    for record in revisits:
        assert record.type == "revisit"
        assert record.headers["WARC-Profile"].endswith("/server-not-modified")
        assert responses[record.headers["WARC-Refers-To"]].url == record.url


def test_an_edit_makes_a_version_and_keeps_the_one_before(portal: Portal, folder: Path) -> None:
    crawl_portal(folder, portal)
    change = portal.publish_more()
    again = crawl_portal(folder, portal, recheck=True)
    assert (again.total["new"], again.total["changed"]) == (1, 1)
    expected = portal.expected()
    removed = articles(folder)[change.removed]
    found = {url: record for url, record in articles(folder).items() if url != change.removed}
    assert found.keys() == {truth["url"] for truth in expected}
    edited = found[change.edited]
    assert edited["version"] == 2
    assert change.after in "\n".join(edited["body"])
    with reading(folder) as connection:
        first = article_dict(connection, edited["id"], version=1)
    assert change.before in "\n".join(first["body"])
    assert change.after not in "\n".join(first["body"])
    assert {name: first[name] for name in ("id", "title", "lede", "photos")} == {
        name: edited[name] for name in ("id", "title", "lede", "photos")
    }
    assert removed["version"] == 1
    assert one(folder, "SELECT count(*) FROM versions") == 1
    assert_whole(folder)


@pytest.mark.parametrize("where", ["a", "b"])
def test_not_found_once_is_missing_and_twice_is_gone(portal: Portal, folder: Path, where: Any) -> None:
    """Portal a answers 404, portal b "Không tìm thấy" with status 200: a soft 404."""
    crawl_portal(folder, portal)
    change = portal.publish_more(remove_from=where)
    state = "SELECT missing_since IS NOT NULL, gone_at IS NOT NULL FROM articles WHERE url = ?"
    first = crawl_portal(folder, portal, recheck=True)
    assert rows(folder, state, change.removed) == [(1, 0)]
    assert first.total["gone"] == 0
    second = crawl_portal(folder, portal, recheck=True)
    assert rows(folder, state, change.removed) == [(1, 1)]
    assert second.total["gone"] == 1
    assert change.removed in articles(folder), "what is gone from the site stays in the archive"
    before = len(portal.log)
    crawl_portal(folder, portal, recheck=True)
    gone = change.removed.removeprefix(getattr(portal, where))
    assert gone not in [request.path for request in portal.log[before:]], "and is not asked for again"


def test_an_article_that_comes_back_is_not_missing_any_more(folder: Path) -> None:
    pages: dict[str, Any] = {"/": listing(1), "/bai-1.html": article("Một")}
    with page_server(pages) as server:
        site = site_at(server)
        crawl(folder, [site])
        pages["/bai-1.html"] = status(404, "Not Found")
        crawl(folder, [site], recheck=True)
        assert one(folder, "SELECT missing_since IS NOT NULL FROM articles") == 1
        pages["/bai-1.html"] = article("Một")
        crawl(folder, [site], recheck=True)
    assert rows(folder, "SELECT missing_since, gone_at, version FROM articles") == [(None, None, 1)]


def test_an_article_that_is_gone_is_looked_for_again_after_half_a_year(folder: Path) -> None:
    pages: dict[str, Any] = {"/": listing(1, 2), "/bai-1.html": article("Một")}
    later = Clock(now=lambda: datetime.now(UTC) + timedelta(days=181))
    with page_server(pages) as server:
        site = site_at(server)
        crawl(folder, [site])
        crawl(folder, [site], recheck=True)
        del pages["/bai-1.html"]
        totals = [crawl(folder, [site], recheck=True).total["gone"] for _ in range(3)]
        totals.append(crawl(folder, [site], clock=later).total["gone"])
        assert totals == [0, 1, 0, 0], "it is gone once, however often it is looked for"
        assert asked(server).count("/bai-1.html") == 2 + 2 + 1
        assert asked(server).count("/bai-2.html") == 1, "what never was there is not looked for"
        pages["/bai-1.html"] = article("Một")
        crawl(folder, [site], clock=Clock(now=lambda: datetime.now(UTC) + timedelta(days=362)))
    assert rows(folder, "SELECT missing_since, gone_at, version FROM articles") == [(None, None, 1)]


def test_max_pages_stops_and_the_next_run_goes_on(portal: Portal, folder: Path) -> None:
    first = crawl_portal(folder, portal, pages=7)
    assert (first.report["stopped_by"], first.report["exit_code"]) == ("pages", 5)
    assert len([request for request in portal.log if request.path != "/robots.txt"]) == 7
    assert_whole(folder)
    for _ in range(20):
        if crawl_portal(folder, portal, pages=7).report["exit_code"] == 0:
            break
    assert_exact(folder, portal.expected())
    content = [
        request.path for request in portal.log if request.status == 200 and request.path not in ("/robots.txt", "/")
    ]
    assert max(Counter(content).values()) == 1, "nothing was fetched a second time"


def test_a_bound_that_is_just_met_is_no_early_end(folder: Path) -> None:
    with page_server({"/": listing(1, 2), "/bai-1.html": article("Một"), "/bai-2.html": article("Hai")}) as server:
        run = crawl(folder, [site_at(server)], pages=3)
    assert (run.report["stopped_by"], run.report["exit_code"], run.total["new"]) == (None, 0, 2)


def test_max_time_stops_and_the_next_run_goes_on(portal: Portal, folder: Path) -> None:
    first = crawl_portal(folder, portal, seconds=0.25, delay=0.05)
    assert (first.report["stopped_by"], first.report["exit_code"]) == ("time", 5)
    assert 0 < first.total["requests"] < 49
    assert crawl_portal(folder, portal).report["exit_code"] == 0
    assert_exact(folder, portal.expected())


def test_since_ends_at_the_list_page_whose_articles_are_older(folder: Path) -> None:
    pages = {
        "/": listing(1, 2, following="/trang-2"),
        "/trang-2": listing(3, 4, following="/trang-3"),
        "/trang-3": listing(5),
        **{f"/bai-{n}.html": article(f"Bài {n}", day=f"{9 - n:02}/07/2020") for n in range(1, 6)},
    }
    with page_server(pages) as server:
        run = crawl(folder, [site_at(server)], since="2020-07-07")
        assert set(asked(server)) == {"/", "/bai-1.html", "/bai-2.html", "/trang-2", "/bai-3.html", "/bai-4.html"}
        assert run.report["sites"]["vidu"]["skipped"] == {"since": 1}
        assert run.report["exit_code"] == 0
        crawl(folder, [site_at(server)])
        assert "/bai-5.html" in asked(server), "a later run without the bound goes on where this one ended"


def test_a_soft_404_is_no_article_and_no_list(folder: Path) -> None:
    title = "Không tìm thấy trang"
    missing = f"<title>{title}</title><body><h1>{title}</h1><p>Trang bạn yêu cầu không tồn tại.</p>"
    with page_server({"/": listing(1, 2), "/bai-1.html": article("Một"), "/bai-2.html": missing}) as server:
        run = crawl(folder, [site_at(server)])
    assert len(articles(folder)) == 1
    assert run.report["sites"]["vidu"]["failed"] == {"soft_404": 1}
    assert run.report["exit_code"] == 0, "one page that is gone is every day's business"


def test_a_list_whose_pager_alone_is_still_known_is_a_failure_that_is_told(folder: Path) -> None:
    """The rows of the second page are of a new design; its next page is found all the same."""
    pages: dict[str, Any] = {"/": listing(1, following="/?p=2"), "/bai-1.html": article("Một")}
    pages["/?p=2"] = listing(following="/?p=3", more='<a href="/tin/hai">Bài số hai ở một địa chỉ kiểu mới</a>')
    pages["/?p=3"] = listing(1)
    with page_server(pages) as server:
        run = crawl(folder, [site_at(server)])
        assert "/?p=3" in asked(server), "the list goes on"
    assert (run.report["exit_code"], run.report["sites"]["vidu"]["failed"]) == (1, {"empty_listing": 1})


def test_a_seed_may_lead_to_lists_alone(folder: Path) -> None:
    pages: dict[str, Any] = {
        "/": listing(following="/?p=1"),
        "/?p=1": listing(1),
        "/bai-1.html": article("Một"),
    }
    with page_server(pages) as server:
        run = crawl(folder, [site_at(server)])
    assert (run.report["exit_code"], run.total["new"]) == (0, 1)


def test_an_index_of_sitemaps_is_followed_to_the_articles(folder: Path) -> None:
    pages: dict[str, Any] = {"/": listing(1), "/bai-1.html": article("Một"), "/bai-2.html": article("Hai")}
    with page_server(pages) as server:
        xml = "Content-Type: application/xml"
        inner = (
            f"<urlset><url><loc>{server.url}bai-2.html</loc></url><url><loc>{server.url}lien-he/</loc></url></urlset>"
        )
        pages["/robots.txt"] = ok(f"Sitemap: {server.url}index.xml\n".encode(), "Content-Type: text/plain")
        pages["/index.xml"] = ok(
            f"<sitemapindex><sitemap><loc>{server.url}1.xml.gz</loc></sitemap></sitemapindex>".encode(), xml
        )
        pages["/1.xml.gz"] = ok(gzip.compress(inner.encode()), "Content-Type: application/gzip")
        crawl(folder, [site_at(server)])
        assert set(asked(server)) == {"/", "/index.xml", "/1.xml.gz", "/bai-1.html", "/bai-2.html"}
    assert len(articles(folder)) == 2


@pytest.mark.parametrize(
    "trap", ["/vi/en/vi/bai-9.html", "/a/b/a/b/bai-9.html", "/captcha/bai-9.html", "/bai-9.html?print=1"]
)
def test_traps_that_look_like_articles_are_not_followed(folder: Path, trap: str) -> None:
    with page_server(
        {"/": listing(1, more=f'<a href="{trap}">Bài trong bẫy</a>'), "/bai-1.html": article("Một")}
    ) as server:
        crawl(folder, [site_at(server)])
        assert asked(server) == ["/", "/bai-1.html"]


def test_identical_bytes_are_kept_once(folder: Path) -> None:
    """No validators: the server sends the page again, and the archive keeps headers and a reference."""
    pages = {"/": listing(1), "/bai-1.html": article("Một")}
    with page_server(pages) as server:
        site = site_at(server)
        crawl(folder, [site])
        again = crawl(folder, [site], recheck=True)
    assert (again.total["unchanged"], again.total["not_modified"]) == (1, 0)
    records = assert_whole(folder)
    (first,) = (
        record for record in records if record.type == "response" and record.url and record.url.endswith("/bai-1.html")
    )
    (second,) = (
        record for record in records if record.type == "revisit" and record.url and record.url.endswith("/bai-1.html")
    )
    assert second.headers["WARC-Profile"].endswith("/identical-payload-digest")
    assert second.headers["WARC-Refers-To"] == first.headers["WARC-Record-ID"]
    assert second.headers["WARC-Payload-Digest"] == first.headers["WARC-Payload-Digest"]
    assert first.block.startswith(second.block)
    assert second.block.endswith(b"\r\n\r\n")


def test_a_304_after_a_revisit_refers_to_the_bytes(folder: Path) -> None:
    """Players do not follow a revisit to a revisit."""
    fresh = [False]

    def page(request: bytes) -> bytes:
        if fresh[0] and b"If-None-Match" in request:
            return status(304, "Not Modified", 'ETag: "1"').replace(b"Content-Length: 0\r\n", b"")
        return ok(article("Một").encode(), HTML, 'ETag: "1"')

    with page_server({"/": listing(1), "/bai-1.html": page}) as server:
        site = site_at(server)
        crawl(folder, [site])
        crawl(folder, [site], recheck=True)
        fresh[0] = True
        crawl(folder, [site], recheck=True)
    own = [record for record in assert_whole(folder) if record.url and record.url.endswith("/bai-1.html")]
    kept = [record for record in own if record.type in ("response", "revisit")]
    assert [record.type for record in kept] == ["response", "revisit", "revisit"]
    assert {record.headers["WARC-Refers-To"] for record in kept[1:]} == {kept[0].headers["WARC-Record-ID"]}


def test_a_server_that_always_says_not_modified_is_asked_for_the_page_at_last(folder: Path) -> None:
    version = ["Một"]

    def lying(request: bytes) -> bytes:
        if b"If-None-Match" in request:
            return status(304, "Not Modified").replace(b"Content-Length: 0\r\n", b"")
        return ok(article(version[0]).encode(), HTML, 'ETag: "same"')

    with page_server({"/": listing(1), "/bai-1.html": lying}) as server:
        site = site_at(server)
        crawl(folder, [site])
        version[0] = "Hai"
        for _ in range(11):
            crawl(folder, [site], recheck=True)
    assert [record["title"] for record in articles(folder).values()] == ["Hai"]


class TestRedirects:
    def test_inside_the_site_the_target_is_the_article(self, folder: Path) -> None:
        moved = status(301, "Moved", "Location: /bai-2.html")
        with page_server({"/": listing(1), "/bai-1.html": moved, "/bai-2.html": article("Hai")}) as server:
            run = crawl(folder, [site_at(server)])
        assert [url.rpartition("/")[2] for url in articles(folder)] == ["bai-2.html"]
        assert run.report["exit_code"] == 0
        assert rows(folder, "SELECT status FROM captures WHERE url LIKE '%/bai-1.html'") == [(301,)]
        assert_whole(folder)

    def test_a_loop_ends(self, folder: Path) -> None:
        loop = {f"/bai-{n}.html": status(302, "Found", f"Location: /bai-{3 - n}.html") for n in (1, 2)}
        with page_server({"/": listing(1, 3), "/bai-3.html": article("Ba"), **loop}) as server:
            crawl(folder, [site_at(server)])
            assert len(asked(server)) <= 8
        assert len(articles(folder)) == 1

    def test_a_page_that_redirects_to_itself_is_told(self, folder: Path) -> None:
        itself = status(302, "Found", "Location: /bai-1.html")
        with page_server({"/": listing(1), "/bai-1.html": itself}) as server:
            run = crawl(folder, [site_at(server)])
            assert len(asked(server)) <= 8
        assert run.report["sites"]["vidu"]["skipped"] == {"redirect_loop": 1}
        assert "redirects more than 5 times" in run.told

    def test_a_page_that_redirects_once_to_itself_is_read_however_often(self, folder: Path) -> None:
        """A cookie is set by a redirect to the same address: this must not wear the page out."""

        def page(request: bytes) -> bytes:
            if b"Cookie: seen=1" in request:
                return ok(article("Một").encode(), HTML)
            return status(302, "Found", "Location: /bai-1.html", "Set-Cookie: seen=1; Path=/")

        with page_server({"/": listing(1), "/bai-1.html": page}) as server:
            for _ in range(8):
                run = crawl(folder, [site_at(server)], recheck=True)
                assert run.report["sites"]["vidu"]["skipped"] == {}
        assert len(articles(folder)) == 1

    @pytest.mark.parametrize(
        "target",
        [
            "https://evil.example/x",
            "http://169.254.169.254/latest/meta-data/",
            "http://localhost:1/",
            "//[::1]/",
            "file:///etc/passwd",
            "javascript:alert(1)",
        ],
    )
    def test_off_the_site_is_kept_but_not_followed(self, folder: Path, target: str) -> None:
        with page_server({"/": listing(1), "/bai-1.html": status(302, "Found", f"Location: {target}")}) as server:
            run = crawl(folder, [site_at(server)])
            assert asked(server) == ["/", "/bai-1.html"]
        assert run.report["sites"]["vidu"]["skipped"] == {"redirect_off_site": 1}
        assert one(folder, "SELECT count(*) FROM captures WHERE status = 302") == 1
        assert len(articles(folder)) == 0

    def test_where_a_seed_leads_is_asked_in_every_run(self, folder: Path) -> None:
        pages: dict[str, Any] = {
            "/": status(302, "Found", "Location: /trang-chu"),
            "/trang-chu": listing(1),
            "/bai-1.html": article("Một"),
            "/bai-2.html": article("Hai"),
        }
        with page_server(pages) as server:
            crawl(folder, [site_at(server)])
            pages["/trang-chu"] = listing(2, 1)
            crawl(folder, [site_at(server)])
        assert sorted(record["title"] for record in articles(folder).values()) == ["Hai", "Một"]

    def test_seeds_that_lead_to_each_other_end(self, folder: Path) -> None:
        pages = {"/": status(302, "Found", "Location: /a"), "/a": status(302, "Found", "Location: /")}
        with page_server(pages) as server:
            for _ in range(2):
                run = crawl(folder, [site_at(server)])
                assert run.report["exit_code"] == 1
            assert len(asked(server)) <= 20
        assert "redirects more than 5 times" in run.told


class TestRobots:
    def test_a_server_error_closes_the_host_for_this_run_only(self, folder: Path) -> None:
        pages: dict[str, Any] = {"/robots.txt": status(503, "Busy"), "/": listing(1), "/bai-1.html": article("Một")}
        with page_server(pages) as server:
            site = site_at(server)
            run = crawl(folder, [site])
            assert asked(server) == []
            assert run.report["exit_code"] == 1
            assert "robots.txt answered 503" in run.told
            assert run.report["sites"]["vidu"]["failed"] == {"robots": 1}
            pages["/robots.txt"] = ok(b"User-agent: *\nDisallow:\n", "Content-Type: text/plain")
            assert crawl(folder, [site]).report["exit_code"] == 0
        assert len(articles(folder)) == 1, "nothing was crossed off because of an error"

    def test_the_last_good_copy_serves(self, folder: Path) -> None:
        good = ok(b"User-agent: *\nDisallow: /bai-2\n", "Content-Type: text/plain")
        pages: dict[str, Any] = {
            "/robots.txt": good,
            "/": listing(1),
            "/bai-1.html": article("Một"),
            "/bai-2.html": article("Hai"),
        }
        with page_server(pages) as server:
            site = site_at(server)
            crawl(folder, [site])
            pages |= {"/robots.txt": status(500, "Error"), "/": listing(1, 2, 3), "/bai-3.html": article("Ba")}
            _age_robots(folder, timedelta(hours=25))
            assert crawl(folder, [site]).report["exit_code"] == 0
            assert "/bai-3.html" in asked(server)
            assert "/bai-2.html" not in asked(server), "the old rules hold"
            _age_robots(folder, timedelta(hours=25), good=timedelta(days=31))
            assert crawl(folder, [site]).report["exit_code"] == 1, "but not for ever (RFC 9309 §2.3.1.4)"

    def test_rules_are_asked_for_once_a_day(self, folder: Path) -> None:
        with page_server(
            {"/robots.txt": ok(b"User-agent: *\n"), "/": listing(1), "/bai-1.html": article("Một")}
        ) as server:
            site = site_at(server)

            def crawls() -> int:
                crawl(folder, [site])
                return [request.split(b" ")[1] for request in server.requests].count(b"/robots.txt")

            assert [crawls(), crawls()] == [1, 1]
            _age_robots(folder, timedelta(hours=25))
            assert crawls() == 2

    def test_a_redirect_is_followed_to_the_rules(self, folder: Path) -> None:
        """RFC 9309 §2.3.1.2: else the rules of every site that moved to https would be lost."""
        pages: dict[str, Any] = {
            "/robots.txt": status(301, "Moved", "Location: /r1"),
            "/r1": status(302, "Found", "Location: /r2"),
            "/r2": ok(b"User-agent: *\nDisallow: /bai-2\n", "Content-Type: text/plain"),
            "/": listing(1, 2),
            "/bai-1.html": article("Một"),
            "/bai-2.html": article("Hai"),
        }
        with page_server(pages) as server:
            crawl(folder, [site_at(server)])
            assert asked(server) == ["/r1", "/r2", "/", "/bai-1.html"]
        assert_whole(folder)

    def test_a_redirect_without_end_allows(self, folder: Path) -> None:
        with page_server(
            {
                "/robots.txt": status(301, "Moved", "Location: /robots.txt"),
                "/": listing(1),
                "/bai-1.html": article("Một"),
            }
        ) as server:
            crawl(folder, [site_at(server)])
        assert len(articles(folder)) == 1

    def test_a_host_that_allows_nothing_is_told_in_every_run(self, folder: Path) -> None:
        pages: dict[str, Any] = {
            "/robots.txt": ok(b"User-agent: *\nDisallow: /\n"),
            "/": listing(1),
            "/bai-1.html": article("Một"),
        }
        with page_server(pages) as server:
            site = site_at(server)
            for _ in range(2):
                run = crawl(folder, [site])
                assert run.report["exit_code"] == 1
                assert "is left alone" in run.told
            assert asked(server) == []
            pages["/robots.txt"] = status(404, "Not Found")
            _age_robots(folder, timedelta(hours=25))
            assert crawl(folder, [site]).total["new"] == 1, "and is crawled when it opens"

    def test_rules_that_allow_only_the_news_are_no_shut_door(self, folder: Path) -> None:
        rules = ok(b"User-agent: *\nDisallow: /\nAllow: /tin/\nAllow: /bai-\n")
        with page_server({"/robots.txt": rules, "/tin/": listing(1), "/bai-1.html": article("Một")}) as server:
            run = crawl(folder, [site_at(server, seeds=(f"{server.url}tin/",))])
        assert run.total["new"] == 1

    def test_its_bytes_are_kept(self, folder: Path) -> None:
        with page_server({"/robots.txt": ok(b"User-agent: *\nDisallow:\n"), "/": listing(1)}) as server:
            crawl(folder, [site_at(server)])
        blocks = [
            record.block
            for record in assert_whole(folder)
            if record.type == "response" and str(record.url).endswith("/robots.txt")
        ]
        assert blocks == [ok(b"User-agent: *\nDisallow:\n")]


def _age_robots(folder: Path, by: timedelta, *, good: timedelta = timedelta(0)) -> None:
    with writing(folder) as connection:
        connection.execute(
            "UPDATE hosts SET robots_fetched = ?, robots_good = coalesce(?, robots_good)",
            ((datetime.now(UTC) - by).isoformat(), (datetime.now(UTC) - good).isoformat() if good else None),
        )


class TestPoliteness:
    def test_what_a_clock_years_ahead_has_planned_is_not_waited_for(self, folder: Path) -> None:
        ahead = Clock(now=lambda: datetime.now(UTC) + timedelta(days=3650))
        with page_server(
            {"/": listing(1, 2), "/bai-1.html": article("Một"), "/bai-2.html": status(429, "Slow")}
        ) as server:
            crawl(folder, [site_at(server)], clock=ahead, pages=3)
            assert one(folder, "SELECT not_before FROM hosts") > f"{datetime.now(UTC).year + 9}"
            before = len(asked(server))
            run = crawl(folder, [site_at(server)])
            assert set(asked(server)[before:]) == {"/", "/bai-1.html", "/bai-2.html"}
        assert run.total["unchanged"] == 1

    def test_a_long_pause_that_was_asked_for_is_kept_and_waited_for(self, folder: Path) -> None:
        begin, start = time.monotonic(), datetime.now(UTC)

        def passed() -> float:
            return (time.monotonic() - begin) * 1000

        fast = Clock(now=lambda: start + timedelta(seconds=passed()), steady=passed, speed=1000)
        with page_server({"/": listing(1), "/bai-1.html": article("Một")}) as server:
            run = crawl(folder, [site_at(server)], delay=120.0, clock=fast)
            assert asked(server) == ["/", "/bai-1.html"]
        assert (run.report["exit_code"], run.report["sites"]["vidu"]["notes"]) == (0, [])
        assert passed() >= 2 * 120

    def test_retry_after_is_kept_and_the_next_run_obeys(self, folder: Path) -> None:
        pages: dict[str, Any] = {
            "/": listing(1, 2),
            "/bai-1.html": status(503, "Busy", "Retry-After: 3600"),
            "/bai-2.html": article("Hai"),
        }
        with page_server(pages) as server:
            site = site_at(server)
            first = crawl(folder, [site])
            count = len(asked(server))
            assert "is not to be asked for another" in first.told
            assert asked(server) == ["/", "/bai-1.html"]
            ((until, failures),) = rows(folder, "SELECT not_before, failures FROM hosts")
            left = datetime.fromisoformat(until) - datetime.now(UTC)
            assert timedelta(minutes=58) < left <= timedelta(hours=1)
            assert failures == 1
            again = crawl(folder, [site])
            assert len(asked(server)) == count, "the next run obeys"
            assert "is not to be asked for another" in again.told
            with writing(folder) as connection:
                connection.execute("UPDATE hosts SET not_before = ?", (datetime.now(UTC).isoformat(),))
            crawl(folder, [site])
        assert [record["title"] for record in articles(folder).values()] == ["Hai"]

    def test_a_short_retry_after_is_waited_for(self, folder: Path) -> None:
        told: list[float] = []

        def busy(request: bytes) -> bytes:
            told.append(datetime.now(UTC).timestamp())
            return status(429, "Slow down", "Retry-After: 1") if len(told) == 1 else ok(article("Một").encode(), HTML)

        with page_server({"/": listing(1, 2), "/bai-1.html": busy, "/bai-2.html": busy}) as server:
            crawl(folder, [site_at(server)])
        assert told[1] - told[0] >= 1.0

    def test_the_pause_between_requests_is_kept(self, folder: Path) -> None:
        at: list[float] = []

        def noted(request: bytes) -> bytes:
            at.append(datetime.now(UTC).timestamp())
            return ok(article("Bài").encode(), HTML)

        with page_server({"/": listing(1, 2, 3), **{f"/bai-{n}.html": noted for n in (1, 2, 3)}}) as server:
            crawl(folder, [site_at(server)], delay=0.2)
        assert min(after - before for before, after in pairwise(at)) >= 0.19


class TestTrouble:
    def test_an_unreachable_host_is_one_line(self, folder: Path) -> None:
        port = free_port()
        root = f"http://127.0.0.1:{port}/"
        site = Site(
            id="vidu", name="Cổng Ví Dụ", province=None, kind="portal", hosts=(root[7:-1],), seeds=(root,), local=True
        )
        run = crawl(folder, [site])
        assert run.report["exit_code"] == 1
        assert len(run.told.splitlines()) == 1
        assert run.report["sites"]["vidu"]["failed"] == {"connect": 1}
        with page_server({"/": listing(1), "/bai-1.html": article("Một")}) as back:
            moved = site_at(back)
            with writing(folder) as connection:
                connection.execute("UPDATE frontier SET host = ?, url = ?", (moved.hosts[0], moved.seeds[0]))
            crawl(folder, [moved])
        assert len(articles(folder)) == 1

    def test_a_private_address_is_not_asked_unless_the_site_is_local(self, folder: Path) -> None:
        with page_server({"/": listing(1)}) as server:
            run = crawl(folder, [site_at(server, local=False)])
            assert server.connections == 0
        assert run.report["exit_code"] == 1
        assert "inside a private network" in run.told

    def test_a_seed_that_was_gone_is_asked_again(self, folder: Path) -> None:
        pages: dict[str, Any] = {}
        with page_server(pages) as server:
            site = site_at(server)
            for _ in range(3):
                assert crawl(folder, [site]).report["exit_code"] == 1, "an operator must see that, every night"
            pages |= {"/": listing(1), "/bai-1.html": article("Một")}
            crawl(folder, [site])
        assert len(articles(folder)) == 1

    def test_a_list_without_links_is_told(self, folder: Path) -> None:
        home = "<html><head><title>Cổng</title></head><body><h2>Tin tức</h2><p>Đang bảo trì.</p></body></html>"
        good = {f"/bai-{n}.html": article(f"Bài {n}") for n in range(1, 31)}
        with page_server({"/": listing(*range(1, 31)), "/khac/": home, **good}) as server:
            run = crawl(folder, [site_at(server, seeds=(server.url, f"{server.url}khac/"))])
        assert run.report["exit_code"] == 1, "thirty good pages do not hide it"
        assert "a list without a link to any article" in run.told

    def test_a_page_that_breaks_off_is_kept_and_not_read(self, folder: Path) -> None:
        broken = ok(article("Một").encode(), HTML)[:-40]

        with page_server({"/": listing(1), "/bai-1.html": lambda _: broken}) as server:
            run = crawl(folder, [site_at(server)], limits=Limits(silence=0.3))
        assert len(articles(folder)) == 0
        assert rows(folder, "SELECT truncated, kind FROM captures WHERE url LIKE '%/bai-1.html'") in (
            [("time", "article")],
            [("disconnect", "article")],
        )
        assert "only a part of the page arrived" in run.told
        assert_whole(folder)

    def test_broken_compression_is_kept_and_told(self, folder: Path) -> None:
        junk = ok(b"\x1f\x8b" + b"junk" * 50, HTML, "Content-Encoding: gzip")
        with page_server({"/": listing(1), "/bai-1.html": junk}) as server:
            run = crawl(folder, [site_at(server)])
        assert "broken compressed content" in run.told
        assert len(articles(folder)) == 0
        assert_whole(folder)

    def test_compressed_pages_are_read_and_kept_as_sent(self, folder: Path) -> None:
        packed = ok(gzip.compress(article("Một").encode()), HTML, "Content-Encoding: gzip")
        with page_server({"/": listing(1), "/bai-1.html": packed}) as server:
            crawl(folder, [site_at(server)])
        assert len(articles(folder)) == 1
        assert packed in [record.block for record in assert_whole(folder)]

    def test_failures_are_tried_again_later_and_less_and_less(self, folder: Path) -> None:
        with page_server({"/": listing(1), "/bai-1.html": status(403, "Forbidden")}) as server:
            site = site_at(server)
            crawl(folder, [site])
            first = one(folder, "SELECT due FROM frontier WHERE url LIKE '%/bai-1.html'")
            crawl(folder, [site])
            assert asked(server).count("/bai-1.html") == 1, "not before it is due"
            for _ in range(4):
                crawl(folder, [site], recheck=True)
            assert one(folder, "SELECT state FROM frontier WHERE url LIKE '%/bai-1.html'") == "gave_up"
            assert one(folder, "SELECT due FROM frontier WHERE url LIKE '%/bai-1.html'") > first
            count = asked(server).count("/bai-1.html")
            crawl(folder, [site])
            assert asked(server).count("/bai-1.html") == count, "it was given up"
            crawl(folder, [site], clock=Clock(now=lambda: datetime.now(UTC) + timedelta(days=31)))
            assert asked(server).count("/bai-1.html") == count + 1, "for a month"
            crawl(folder, [site], recheck=True)
            assert asked(server).count("/bai-1.html") == count + 2, "or until everything is looked at again"

    def test_a_rule_that_raises_loses_no_page(self, folder: Path) -> None:
        def broken(_: object) -> str:
            raise RuntimeError("a mistake in a site module")

        with page_server({"/": listing(1), "/bai-1.html": article("Một")}) as server:
            site = site_at(server)
            layout = site.layouts[0]
            run = crawl(folder, [replace(site, layouts=(replace(layout, byline=broken),))])
        assert run.total["new"] == 1
        assert_whole(folder)


def test_files_roll_and_every_one_is_whole(portal: Portal, folder: Path) -> None:
    def small(*values: Any, **named: Any) -> WarcWriter:
        return WarcWriter(*values, **named, roll_bytes=20_000)

    with patch.object(run_module, "WarcWriter", small):
        crawl_portal(folder, portal)
    files = {record.file for record in assert_whole(folder)}
    assert len(files) > 3
    assert one(folder, "SELECT count(*) FROM warc_files WHERE closed IS NOT NULL") == len(files)


def test_interrupt_ends_after_the_captures_at_hand(portal: Portal, folder: Path) -> None:
    seen: list[Event] = []

    def tell(event: Event) -> None:
        seen.append(event)
        if len(seen) == 5:
            os.kill(os.getpid(), signal.SIGINT)

    wanted: dict[str, Any] = {site.id: (site, []) for site in sites_of(portal)}
    report = crawl_sites(folder, wanted, agent="x", operator=None, bounds=Bounds(), recheck=False, tell=tell)
    assert (report["stopped_by"], report["exit_code"]) == ("interrupt", 130)
    assert 5 <= len(seen) <= 5 + 16, "those that were on their way to the disk together"
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert_whole(folder)
    crawl_portal(folder, portal)
    assert_exact(folder, portal.expected())
