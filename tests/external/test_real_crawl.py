"""Real pages served on loopback and crawled: the six articles arrive in the database exactly, and nothing else does.

The pages are those of test_real_pages, each at the address that it was saved from; `truth.json` is explained there.
"""

import csv
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest

from parsers.site import Site
from parsers.sites import site_of
from scraper.address import normal
from tests.archive.crawling import Crawled, articles, assert_whole, crawl, one, page_server, rows
from tests.scraper.raw_server import ok

PAGES = Path(__file__).resolve().parents[3] / "shared" / "pages"
if not PAGES.is_dir():
    pytest.skip(f"{PAGES} is not here", allow_module_level=True)
TRUTH: dict[str, Any] = json.loads(Path(__file__).with_name("truth.json").read_text())
MANIFEST = list(csv.DictReader((PAGES / "MANIFEST.tsv").read_text().splitlines(), delimiter="\t"))


class Served(NamedTuple):
    """What was crawled: the archive, the run, and which file stands at which address of loopback."""

    folder: Path
    run: Crawled
    files: dict[str, str]
    sites: list[Site]
    hosts: dict[str, str]  # from the root on loopback to the real one


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    by_host: dict[str, list[tuple[str, dict[str, str]]]] = defaultdict(list)
    for row in MANIFEST:
        url = normal(row["url"] or f"https://{row['file'].partition('__')[0]}/saved/{row['file'].encode().hex()}.html")
        by_host[urlsplit(url).netloc].append((url.partition(urlsplit(url).netloc)[2], row))
    with ExitStack() as stack:
        sites: list[Site] = []
        files: dict[str, str] = {}
        hosts: dict[str, str] = {}
        for host, pages in by_host.items():
            site, root, at = _serve(host, pages, stack)
            sites.append(site)
            files |= at
            hosts[root] = f"https://{host}"
        folder = tmp_path_factory.mktemp("real") / "archive"
        yield Served(folder, crawl(folder, sites), files, sites, hosts)


def _serve(host: str, pages: list[tuple[str, dict[str, str]]], stack: ExitStack) -> tuple[Site, str, dict[str, str]]:
    """Serve the pages of one host. Addresses of articles stand in a sitemap, all others (or the only one) are seeds."""
    real = site_of(f"https://{host}/")
    assert real is not None, f"no site for {host}"
    answers: dict[str, bytes | str | Callable[[bytes], bytes]] = {}
    server = stack.enter_context(page_server(answers))
    root = server.url.rstrip("/")
    for path, row in pages:
        answers[path] = ok((PAGES / row["file"]).read_bytes(), "Content-Type: text/html")
    in_sitemap = [path for path, _ in pages if real.is_article_address(path)]
    entries = "".join(f"<url><loc>{root}{path.replace('&', '&amp;')}</loc></url>" for path in in_sitemap)
    answers["/sitemap.xml"] = ok(f"<urlset>{entries}</urlset>".encode(), "Content-Type: application/xml")
    answers["/robots.txt"] = ok(f"User-agent: *\nSitemap: {root}/sitemap.xml\n".encode(), "Content-Type: text/plain")
    seeds = tuple(root + path for path, _ in pages if path not in in_sitemap or len(pages) == 1)
    site = replace(real, hosts=(urlsplit(root).netloc,), seeds=seeds, sitemaps=(), feeds=(), local=True, delay=0.0)
    return site, root, {root + path: row["file"] for path, row in pages}


def test_exactly_the_article_pages_became_articles(served: Served) -> None:
    assert sorted(served.files[url] for url in articles(served.folder)) == sorted(TRUTH)
    assert served.run.total["new"] == len(TRUTH)


@pytest.mark.parametrize("file", TRUTH, ids=lambda file: file[:60])
def test_with_the_right_fields(served: Served, file: str) -> None:
    (record,) = (record for url, record in articles(served.folder).items() if served.files[url] == file)
    assert _marks(record, served.hosts) == TRUTH[file]


def test_every_page_was_fetched_and_its_bytes_are_kept(served: Served) -> None:
    captured = dict(rows(served.folder, "SELECT url, payload_digest FROM captures WHERE status = 200"))
    assert served.files.keys() <= captured.keys()
    for url, file in served.files.items():
        digest = captured[url]
        assert digest == f"sha256:{hashlib.sha256((PAGES / file).read_bytes()).hexdigest()}"
    assert_whole(served.folder)


def test_nothing_was_guessed(served: Served) -> None:
    assert one(served.folder, "SELECT count(*) FROM articles WHERE fallback") == 0


def test_a_second_crawl_changes_no_field(served: Served) -> None:
    """The server knows no conditional requests, so every page comes again; its bytes are kept once."""
    again = crawl(served.folder, served.sites, recheck=True)
    assert (again.total["unchanged"], again.total["new"], again.total["changed"]) == (len(TRUTH), 0, 0)
    assert one(served.folder, "SELECT count(*) FROM versions") == 0
    assert_whole(served.folder)


def _marks(record: dict[str, Any], hosts: dict[str, str]) -> dict[str, Any]:
    """Return a record in the form of truth.json: digests, and addresses as they are on the real host."""

    def real(url: str) -> str:
        root = next((root for root in hosts if url.startswith(f"{root}/")), "")
        return hosts[root] + url.removeprefix(root) if root else url

    def mark(text: str | None) -> dict[str, str] | None:
        return None if text is None else {"first": text[:20], "sha256": hashlib.sha256(text.encode()).hexdigest()}

    body = hashlib.sha256("\n".join(record["body"]).encode()).hexdigest()
    return {
        "title": mark(record["title"]),
        "lede": mark(record["lede"]),
        "body": {"paragraphs": len(record["body"]), "first": record["body"][0][:30], "sha256": body},
        "photos": [
            {"url": real(one["url"]), "caption": mark(one["caption"]), "credit": one["credit"]}
            for one in record["photos"]
        ],
        "published": record["published"],
        "byline": record["byline"],
    }
