"""Pages outside a crawl: a saved file or one address to read, and the kept bytes behind an article."""

import json
import re
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.captures import load
from archive.errors import BadQuery, NotFound
from archive.lookup import known_site, one_site
from archive.stories import copies
from parsers.article import Parsed
from parsers.reading import parse
from parsers.site import Site
from scraper.address import BadAddress, normal
from scraper.exchange import Exchange
from scraper.fetch import Fetcher
from scraper.message import ContentError, decode_content

_OWN_ADDRESS = re.compile(
    rb"""<(?:link[^>]*rel=["']?canonical["']?[^>]*href|meta[^>]*property=["']og:url["'][^>]*content)=["'](https?://[^"']+)""",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFile:
    """A saved page: bytes, address, and the Content-Type it was served with, if that is known."""

    body: bytes
    url: str
    content_type: str | None = None


def read_page_file(path: Path, url: str | None, *, remedy: str = "give it with --url") -> PageFile:
    """Read a saved page. Its address is `url`, else that of a page.json beside it, else the one the page gives itself.

    Raises BadQuery when the file cannot be read, or nothing says where the page came from: with the `remedy`.
    """
    try:
        body = path.read_bytes()
    except OSError as error:
        raise BadQuery(f"{path}: {(error.strerror or str(error)).lower()}") from error
    if not body:
        raise BadQuery(f"{path}: the file is empty (0 bytes)")
    beside: dict[str, str] = {}
    note = path.with_name("page.json")
    if path.name == "page.html" and note.is_file():
        try:
            beside = json.loads(note.read_text("utf-8"))
        except (ValueError, OSError) as error:
            raise BadQuery(f"{note}: not JSON ({error})") from error
        if not isinstance(beside, dict):
            raise BadQuery(f'{note}: not an object with "url"')
    address = url or beside.get("url")
    if not address and (match := _OWN_ADDRESS.search(body[:200_000])):
        address = match[1].decode("utf-8", "replace")
    if not address:
        raise BadQuery(f"{path}: nothing says which address this page came from; {remedy}")
    try:
        address = normal(address)
    except BadAddress as error:
        raise BadQuery(f"{path}: {error}") from error
    return PageFile(body=body, url=address, content_type=beside.get("content_type"))


def read_page(
    page: str, *, url: str | None, site: str | None, generic: bool, agent: str
) -> tuple[Parsed, str, Site | None]:
    """Read a saved page, or fetch an address once and read it. Returns what it is, its address, and its site.

    Raises BadQuery for a file that cannot be read or a site nobody knows, NotFound for an address without an answer.
    """
    known = one_site(site) if site else None
    if page.startswith(("http://", "https://")):
        exchange = fetch_once(page, known or known_site(page), agent)
        body = _decoded(exchange)
        file = PageFile(body=body, url=page, content_type=exchange.header("content-type"))
    else:
        remedy = "give it with --url, or the site with --site"
        path = Path("/dev/stdin" if page == "-" else page)
        file = read_page_file(path, url or (f"https://{known.hosts[0]}/" if known else None), remedy=remedy)
    known = known or known_site(file.url)
    parsed = parse(file.url, file.body, content_type=file.content_type, site=known, generic=generic)
    return parsed, file.url, known


def raw_page(folder: Path, connection: sqlite3.Connection, article_id: int, *, version: int | None) -> bytes:
    """Return the bytes of the page that an article was read from: content coding removed, nothing else changed."""
    exchange = load(folder, connection, _capture_of(connection, article_id, version))
    return _decoded(exchange)


def source_of(connection: sqlite3.Connection, article_id: int, *, version: int | None) -> dict[str, Any]:
    """Return where an article's bytes lie and which rule found each field (of the present version)."""
    capture = _capture_of(connection, article_id, version)
    names = ("url", "captured", "status", "record_id", "file", "offset", "length", "payload_digest", "ip", "tls_note")
    row = connection.execute(f"SELECT {', '.join(names)} FROM captures WHERE id = ?", (capture,)).fetchone()
    parser, rules, current = connection.execute(
        "SELECT parser, provenance, version FROM articles WHERE id = ?", (article_id,)
    ).fetchone()
    fields = json.loads(rules) if version in (None, current) else []
    return {"capture": dict(zip(names, row, strict=True)), "parser": parser, "fields": fields}


def standing(connection: sqlite3.Connection, article_id: int) -> dict[str, Any]:
    """Return how an article stands: when it was seen, whether it is gone, how many versions there are, its copies."""
    names = ("first_seen", "last_seen", "missing_since", "gone_at", "version")
    row = connection.execute(f"SELECT {', '.join(names)} FROM articles WHERE id = ?", (article_id,)).fetchone()
    others = copies(connection, [article_id]).get(article_id, [])
    return {**dict(zip(names, row, strict=True)), "copies": [{"id": each, "site": site} for each, site in others]}


def _decoded(exchange: Exchange) -> bytes:
    try:
        return decode_content(exchange.entity, exchange.header("content-encoding"))
    except ContentError as error:
        raise NotFound(f"{exchange.url}: {error}") from error


def _capture_of(connection: sqlite3.Connection, article_id: int, version: int | None) -> int:
    now = connection.execute("SELECT capture_id, version FROM articles WHERE id = ?", (article_id,)).fetchone()
    if version is None or version == now[1]:
        return int(now[0])
    query = "SELECT capture_id FROM versions WHERE article_id = ? AND version = ?"
    row = connection.execute(query, (article_id, version)).fetchone()
    if row is None:
        raise NotFound(f"article {article_id} has no version {version}; it has {now[1]}")
    return int(row[0])


def fetch_once(url: str, site: Site | None, agent: str) -> Exchange:
    """Fetch one page and keep nothing. Raises NotFound, with one line that says why, for any answer but a page."""
    with Fetcher(
        user_agent=agent,
        allow_private=bool(site and site.local),
        tls=site.tls if site else "strict",
        tls_reason=site.tls_reason if site else None,
    ) as fetcher:
        exchange = fetcher.get(url)
    if exchange.failure:
        raise NotFound(exchange.failure_detail or f"{url}: no answer")
    if exchange.status != 200:
        raise NotFound(
            f"{url} answered {exchange.status or 'no HTTP'}: {exchange.header('location') or 'no page to read'}"
        )
    return exchange
