"""Crawls in this process over loopback, and what the tests ask of an archive afterwards."""

import re
import socket
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator

from archive.clock import Clock
from archive.crawl import HOSTS_AT_ONCE
from archive.folder import reading, writing
from archive.jobs import crawl_sites
from archive.progress import Event
from archive.record import iter_articles
from archive.run import Bounds
from archive.verify import verify_archive
from demo.portal import Portal
from demo.sites import sites_of
from parsers.layout import Layout
from parsers.site import Site
from tests.scraper.raw_server import Answer, RawServer, answer, ok

LETTERS = {"binhthuan": "a", "sotttt-hanoi": "b"}
FIELDS = ("title", "lede", "photos", "body", "published", "byline", "attachments")
HTML = "Content-Type: text/html; charset=utf-8"


class Crawled(NamedTuple):
    report: dict[str, Any]
    events: list[Event]

    @property
    def total(self) -> dict[str, int]:
        found: dict[str, int] = self.report["total"]
        return found

    @property
    def told(self) -> str:
        """What a person would be told of failures, as one text."""
        waiting = [event.outcome for event in self.events if event.what in ("waiting", "recovered")]
        return "\n".join(
            [*waiting, *(one.message for event in self.events if event.visit for one in event.visit.problems)]
        )


def crawl(
    folder: Path,
    sites: Iterable[Site],
    *urls: str,
    recheck: bool = False,
    clock: Clock = Clock(),  # noqa: B008 - a frozen value
    hosts_at_once: int = HOSTS_AT_ONCE,
    **bounds: Any,
) -> Crawled:
    """Run one crawl as the command does. `urls` are addresses of the first site."""
    events: list[Event] = []
    wanted: dict[str, tuple[Site, list[str]]] = {site.id: (site, []) for site in sites}
    for url in urls:
        next(iter(wanted.values()))[1].append(url)
    report = crawl_sites(
        folder,
        wanted,
        agent="tintinh/0 (+test@example.org)",
        operator=None,
        bounds=Bounds(**bounds),
        recheck=recheck,
        tell=events.append,
        clock=clock,
        hosts_at_once=hosts_at_once,
    )
    return Crawled(report, events)


def crawl_portal(folder: Path, portal: Portal, **options: Any) -> Crawled:
    return crawl(folder, sites_of(portal), **options)


def rows(folder: Path, query: str, *values: object) -> list[tuple[Any, ...]]:
    with reading(folder) as connection:
        return connection.execute(query, values).fetchall()


def one(folder: Path, query: str, *values: object) -> Any:
    """Return the single value of a single row."""
    ((value,),) = rows(folder, query, *values)
    return value


def articles(folder: Path) -> dict[str, dict[str, Any]]:
    """Return all articles by address, in the shape of `show --json`."""
    with reading(folder) as connection:
        ids = [row[0] for row in connection.execute("SELECT id FROM articles ORDER BY id")]
        return {record["url"]: record for record in iter_articles(connection, ids)}


def assert_exact(folder: Path, expected: Sequence[Mapping[str, Any]]) -> None:
    """Every article that the portal has, with every field, and not one more."""
    found = articles(folder)
    assert found.keys() == {truth["url"] for truth in expected}
    for truth in expected:
        record = found[truth["url"]]
        assert LETTERS[record["site"]] == truth["site"]
        assert {name: record[name] for name in FIELDS} == {name: truth[name] for name in FIELDS}


class Read(NamedTuple):
    """One record as a foreign reader gives it."""

    file: str
    type: str
    url: str | None
    headers: dict[str, str]
    block: bytes


def read_with_warcio(folder: Path) -> list[Read]:
    found = []
    for path in sorted((folder / "warc").iterdir()):
        if path.name.endswith(".damaged"):
            continue
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, no_record_parse=True, arc2warc=False):
                headers = dict(record.rec_headers.headers)
                url = headers.get("WARC-Target-URI")
                found.append(Read(path.name, record.rec_type, url, headers, record.raw_stream.read()))
    return found


def read_with_fastwarc(folder: Path) -> list[tuple[str, str, int]]:
    """Return file, record id and length of each record; its digests are checked on the way."""
    found = []
    for path in sorted((folder / "warc").iterdir()):
        if path.name.endswith(".damaged"):
            continue
        with path.open("rb") as stream:
            for record in FastIterator(stream, parse_http=False):
                assert record.verify_block_digest(), f"{path.name}: {record.record_id}"
                found.append((path.name, record.headers["WARC-Record-ID"], record.content_length))
    return found


def assert_whole(folder: Path) -> list[Read]:
    """Three readers and SQLite find nothing wrong; returns the records."""
    ours = read_with_warcio(folder)
    assert [(one.file, one.headers["WARC-Record-ID"], len(one.block)) for one in ours] == read_with_fastwarc(folder)
    assert not list((folder / "warc").glob("*.open"))
    with writing(folder) as connection:  # the check of the full-text indexes needs a connection that may write
        report = verify_archive(folder, connection, check_index=True)
        assert report.findings == ()
        assert report.records == len(ours)
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for table in ("articles_exact", "articles_folded"):
            connection.execute(f"INSERT INTO {table}({table}, rank) VALUES ('integrity-check', 1)")
    return ours


def page_server(pages: Mapping[str, bytes | str | Callable[[bytes], bytes]]) -> RawServer:
    """Serve whole answers, or bodies as HTML with status 200, by path; everything else is 404."""

    def reply(request: bytes) -> Answer:
        path = request.split(b" ")[1].decode()
        found = pages.get(path, status(404, "Not Found"))
        data = found(request) if callable(found) else found
        return answer(ok(data.encode(), HTML) if isinstance(data, str) else data)

    return RawServer(reply)


def status(code: int, reason: str, *headers: str, body: str = "") -> bytes:
    length = f"Content-Length: {len(body.encode())}"
    return "\r\n".join([f"HTTP/1.1 {code} {reason}", HTML, *headers, length, "", body]).encode()


def free_port() -> int:
    """Return a port on loopback that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def asked(server: RawServer) -> list[str]:
    """Return the paths asked for, robots.txt left out."""
    paths = [request.split(b" ")[1].decode() for request in server.requests]
    return [path for path in paths if path != "/robots.txt"]


def site_at(server: RawServer, **changes: Any) -> Site:
    """Return a small site on a server: articles are /bai-N.html, its list is the home page."""
    fields: dict[str, Any] = {
        "id": "vidu",
        "name": "Cổng Ví Dụ",
        "province": "Bình Thuận",
        "kind": "portal",
        "hosts": (f"127.0.0.1:{server.port}",),
        "seeds": (f"http://127.0.0.1:{server.port}/",),
        "article_url": r"/bai-\d+\.html",
        "next_page": "a.next",
        "layouts": (Layout(name="2026", title="h1", lede=".sapo", body="#noidung", published=".ngay"),),
        "local": True,
        "delay": 0.0,
    }
    return Site(**{**fields, **changes})


def article(
    title: str, *, day: str = "07/07/2020", body: str = "Đoạn văn của bài báo này nói về cảng cá và thanh long."
) -> str:
    return (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1><div class='ngay'>{day}</div>"
        f"<p class='sapo'>Lời dẫn của {title}.</p><div id='noidung'><p>{body}</p><p>{body} Thêm một câu nữa.</p></div>"
        "</body></html>"
    )


def listing(*numbers: int, following: str = "", more: str = "") -> str:
    links = "".join(f'<li><a href="/bai-{number}.html">Bài số {number} của cổng ví dụ</a></li>' for number in numbers)
    pager = f'<a class="next" href="{following}">Trang sau</a>' if following else ""
    return f"<html><head><title>Tin</title></head><body><h2>Tin tức</h2><ul>{links}</ul>{pager}{more}</body></html>"


def header_of(record: Read, name: str) -> str | None:
    return record.headers.get(name)


def fields_of(block: bytes) -> dict[str, str]:
    """Return the fields of a metadata record."""
    return dict(re.findall(r"^([\w-]+): (.*)\r$", block.decode(), re.MULTILINE))
