"""What a hostile or broken server may answer to a crawl: it ends, keeps the bytes, and says what was wrong."""

import gzip
import socket
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from tests.archive.crawling import (
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
)
from tests.scraper.raw_server import Answer, RawServer, answer, ok

TEXT, XML = "Content-Type: text/plain", "Content-Type: application/xml"
PAGES: dict[str, Any] = {"/": listing(1, 2, 3), **{f"/bai-{n}.html": article(f"Bài {n}") for n in (1, 2, 3)}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "archive"


def test_a_robots_txt_of_20_mb_is_kept_and_its_first_500_kib_are_obeyed(folder: Path) -> None:
    rules = b"User-agent: *\nDisallow: /bai-1.html\n" + b"# filler\n" * 2_300_000 + b"Disallow: /bai-2.html\n"
    assert len(rules) > 20_000_000
    with page_server({**PAGES, "/robots.txt": ok(rules, TEXT)}) as server:
        run = crawl(folder, [site_at(server)])
        assert asked(server) == ["/", "/bai-2.html", "/bai-3.html"]
    assert run.report["exit_code"] == 0
    assert one(folder, "SELECT payload_length FROM captures WHERE url LIKE '%/robots.txt'") == len(rules)
    assert one(folder, "SELECT length(robots) FROM hosts") <= 500 * 1024 + 1, (
        "what is not read is not kept a second time"
    )


@pytest.mark.parametrize("broken", [False, True])
def test_rules_may_come_compressed(folder: Path, *, broken: bool) -> None:
    rules = gzip.compress(b"User-agent: *\nDisallow: /bai-1.html\n")
    reply = ok(b"\x00" + rules if broken else rules, TEXT, "Content-Encoding: gzip")
    with page_server({**PAGES, "/robots.txt": reply}) as server:
        run = crawl(folder, [site_at(server)])
        assert asked(server) == ([] if broken else ["/", "/bai-2.html", "/bai-3.html"])
    assert run.report["exit_code"] == (1 if broken else 0)


def test_a_sitemap_bomb_is_read_up_to_its_bound(folder: Path) -> None:
    """A file of 1 MB that would be 1 GB: kept as it came, its first addresses followed."""
    pages: dict[str, Any] = dict(PAGES)
    with page_server(pages) as server:
        head = f"<urlset><url><loc>{server.url}bai-3.html</loc></url>".encode()
        bomb = gzip.compress(head, 1) + gzip.compress(b" " * 2**24) * 64
        pages["/"] = listing(1)
        pages["/robots.txt"] = ok(f"Sitemap: {server.url}s.xml.gz\n".encode(), TEXT)
        pages["/s.xml.gz"] = ok(bomb, "Content-Type: application/gzip")
        tracemalloc.start()
        crawl(folder, [site_at(server)])
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 200 * 2**20, f"{peak >> 20} MB"
    assert len(articles(folder)) == 2
    assert_whole(folder)


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
        '<!DOCTYPE x [<!ENTITY c SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY c SYSTEM "http://127.0.0.1:9/x">]>',
    ],
)
def test_entities_of_xml_are_neither_expanded_nor_fetched(folder: Path, doctype: str) -> None:
    pages: dict[str, Any] = dict(PAGES)
    with page_server(pages) as server:
        pages["/"] = listing(1)
        entry = f"<url><loc>{server.url}&c;</loc></url><url><loc>{server.url}bai-2.html</loc></url>"
        pages["/robots.txt"] = ok(f"Sitemap: {server.url}s.xml\n".encode(), TEXT)
        pages["/s.xml"] = ok(f"{doctype}<urlset>{entry}</urlset>".encode(), XML)
        crawl(folder, [site_at(server)])
        assert set(asked(server)) <= {"/", "/s.xml", "/bai-1.html", "/bai-2.html"}
    known = [url for (url,) in rows(folder, "SELECT url FROM frontier")]
    assert not [url for url in known if "root:" in url or "aaaa" in url]


@pytest.mark.parametrize(
    "href",
    [
        "http://",
        "http://[::1",
        "//",
        "http://a..vn/x",
        "https://%",
        "http://a b/",
        "http://" + "a" * 5000 + ".vn/",
        "http:///bai-9.html",
    ],
)
def test_addresses_that_are_none_are_passed_over(folder: Path, href: str) -> None:
    with page_server(
        {**PAGES, "/": listing(1, 2, 3, more=f'<a href="{href}">Một bài viết không có địa chỉ</a>')}
    ) as server:
        run = crawl(folder, [site_at(server)])
        assert asked(server) == ["/", "/bai-1.html", "/bai-2.html", "/bai-3.html"]
    assert run.report["exit_code"] == 0


def test_a_host_that_does_not_resolve_is_one_line_and_the_others_go_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.getaddrinfo

    def resolve(host: Any, *words: Any, **named: Any) -> Any:
        if host == "mat.vidu.vn":
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return real(host, *words, **named)

    monkeypatch.setattr("socket.getaddrinfo", resolve)
    with page_server(PAGES) as server:
        gone = site_at(server, id="mat", hosts=("mat.vidu.vn",), seeds=("http://mat.vidu.vn/",))
        run = crawl(folder, [gone, site_at(server)])
    assert len(articles(folder)) == 3
    assert run.report["exit_code"] == 1
    assert run.report["sites"]["mat"]["failed"] == {"dns": 1}
    assert [line for line in run.told.splitlines() if "resolve" in line] == [
        "mat.vidu.vn does not resolve: Name or service not known"
    ]
    assert rows(folder, "SELECT state FROM frontier WHERE site_id = 'mat'") == [("todo",)], (
        "and it is asked again next time"
    )


@pytest.mark.parametrize(
    ("reply", "failed"),
    [
        (answer(b"", "close"), "empty"),
        (answer(b"", "rst"), "disconnect"),
        (answer(b"SSH-2.0-OpenSSH\r\n", "close"), "status_none"),
        (answer(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n<h1>M", "close"), "truncated_disconnect"),
        (answer(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n<h1>M", "rst"), "truncated_disconnect"),
        (answer(ok(b"", "Content-Type: text/html")), None),
        (answer(b'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\n\r\n'), "status_304"),
    ],
)
def test_a_broken_answer_is_kept_as_it_is(folder: Path, reply: Answer, failed: str | None) -> None:
    def serve(request: bytes) -> Answer:
        path = request.split(b" ")[1].decode()
        if path == "/bai-2.html":
            return reply
        return answer(
            ok(PAGES[path].encode(), "Content-Type: text/html; charset=utf-8")
            if path in PAGES
            else b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"
        )

    with RawServer(serve) as server:
        run = crawl(folder, [site_at(server)])
    assert run.report["sites"]["vidu"]["failed"].get(failed or "", 0) == (1 if failed else 0)
    kept = [
        record.block
        for record in assert_whole(folder)
        if record.type == "response" and (record.url or "").endswith("/bai-2.html")
    ]
    assert kept == ([reply.pieces[0]] if reply.pieces[0] else [])
    assert len(articles(folder)) >= 1
