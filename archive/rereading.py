"""What a reparse has to read, and the reading of it: from kept captures to fields, without the network or a change."""

import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

from archive.captures import load
from archive.errors import ArchiveError
from archive.folder import reading
from archive.foreign_capture import GENERIC
from archive.identity import key_of
from archive.ingest import read
from archive.parser_id import parser_id
from archive.places import places
from archive.warc_random import OpenFiles
from parsers.article import Parsed, Problem
from parsers.site import Site
from parsers.sites import known_sites
from scraper.address import BadAddress, host_of

Sites: TypeAlias = Mapping[str, Site]
_PAGE = 200  # rows looked up at once
# A whole page that may be an article. What says "not found", "log in" or "refused" is no worse a reading of one.
_WHOLE = "{0}.status = 200 AND {0}.truncated IS NULL AND {0}.kind IN ('article', 'listing', 'other', 'empty_shell')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One version of an article: its number and the capture it was read from."""

    version: int
    capture_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One address to read again. Nothing is to do when neither `texts` nor `later` is given.

    `texts` are the versions of the article, the present one last; none for an address that gave no article so far.
    `later` is a capture with other bytes than the one of the present version. `size` is the length of the present
    version's record in bytes. `unknown` is true when the site is known no more.
    """

    site_id: str
    key: str
    url: str
    article_id: int | None = None
    texts: tuple[Text, ...] = ()
    later: int | None = None
    size: int = 0
    unknown: bool = False

    @property
    def captures(self) -> tuple[int, ...]:
        """The captures to read."""
        return (*(text.capture_id for text in self.texts), *(() if self.later is None else (self.later,)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """What reading gave, by the ids of the captures."""

    work: Work
    parsed: Mapping[int, Parsed]


def articles_to_read(connection: sqlite3.Connection, sites: Sites, only: Collection[str]) -> Iterator[Work]:
    """Yield every article of the sites named (all, if none is) in the order of ids.

    One that today's parsers have read already comes without texts: reading is pure, and would give the same again.
    """
    marks = f"AND a.site_id IN ({', '.join('?' * len(only))})" if only else ""
    query = (
        "SELECT a.id, a.key, a.url, a.site_id, a.version, a.capture_id, a.parser, a.layout, c.length, c.captured, c.payload_digest "
        f"FROM articles a JOIN captures c ON c.id = a.capture_id WHERE a.id > ? {marks} ORDER BY a.id LIMIT {_PAGE}"
    )
    last = 0
    while rows := connection.execute(query, (last, *only)).fetchall():
        for row in rows:
            yield _work_of(connection, sites, row)
        last = rows[-1][0]


def _work_of(connection: sqlite3.Connection, sites: Sites, row: Sequence[Any]) -> Work:
    identity, identity_key, url, site_id, version, capture_id, parser, layout, size, captured, digest = row
    work = Work(site_id=site_id, key=identity_key, url=url, article_id=identity, size=size)
    site = sites.get(site_id)
    if site is None:
        return work if site_id.startswith(GENERIC) else replace(work, unknown=True)  # a guess is not made again
    query = "SELECT version, capture_id, parser, layout FROM versions WHERE article_id = ? ORDER BY version"
    kept = [*connection.execute(query, (identity,)), (version, capture_id, parser, layout)]
    latest = connection.execute(
        f"SELECT c.id, c.captured, c.payload_digest, c.kind FROM captures c WHERE c.key = ? AND {_WHOLE.format('c')} "
        "ORDER BY c.captured DESC, c.id DESC LIMIT 1",
        (identity_key,),
    ).fetchone()
    later = latest if latest and latest[1] > captured and latest[2] != digest else None
    if all(parser_id(site, name) == by for _, _, by, name in kept) and (later is None or later[3] == "article"):
        return work
    texts = tuple(Text(version=number, capture_id=capture) for number, capture, _, _ in kept)
    return replace(work, texts=texts, later=later[0] if later else None)


def addresses_to_read(connection: sqlite3.Connection, sites: Sites, only: Collection[str]) -> Iterator[Work]:
    """Yield the addresses of articles that gave none so far: the layout did not fit, or nobody knew the site."""
    query = (
        "SELECT c.id, c.key, c.url, c.site_id, f.role FROM captures c LEFT JOIN frontier f ON f.key = c.key "
        f"WHERE c.id > ? AND {_WHOLE.format('c')} AND NOT EXISTS (SELECT 1 FROM articles a WHERE a.key = c.key) "
        "AND NOT EXISTS (SELECT 1 FROM duplicates d WHERE d.key = c.key) "
        f"AND NOT EXISTS (SELECT 1 FROM captures d WHERE d.key = c.key AND {_WHOLE.format('d')} "
        f"AND (d.captured, d.id) > (c.captured, c.id)) ORDER BY c.id LIMIT {_PAGE}"
    )
    hosts = {host.removeprefix("www."): site for site in sites.values() for host in site.hosts}
    last = 0
    while rows := connection.execute(query, (last,)).fetchall():
        for capture_id, own, url, site_id, role in rows:
            site = sites.get(site_id) if site_id else hosts.get(_host(url))
            if site is None or (only and site.id not in only):
                continue
            identity = own if site_id else key_of(url, site)
            if role == "article" or site.is_article_address("/" + url.split("://", 1)[-1].partition("/")[2]):
                yield Work(site_id=site.id, key=identity, url=url, later=capture_id)
        last = rows[-1][0]


def read_all(folder: Path, sites: Sites | None, works: Sequence[Work]) -> list[Reread]:
    """Read the captures of some works; `sites` is None for those of this program. Runs in any process."""
    known = known_sites() if sites is None else sites
    with reading(folder) as connection, OpenFiles(places(folder, connection)) as files:
        return [_read_one(folder, connection, files, known[work.site_id], work) for work in works]


def _read_one(folder: Path, connection: sqlite3.Connection, files: OpenFiles, site: Site, work: Work) -> Reread:
    parsed: dict[int, Parsed] = {}
    for capture in work.captures:
        try:
            # links are left out: nothing is followed, and they are most of what would go from process to process
            parsed[capture] = replace(read(load(folder, connection, capture, files=files), site), links=())
        except ArchiveError as error:
            problem = Problem(field="page", code="unreadable", message=f"{work.url}: {error}")
            parsed[capture] = Parsed(kind="other", site_id=site.id, problems=(problem,))
    return Reread(work=work, parsed=parsed)


def _host(url: str) -> str:
    try:
        return host_of(url).removeprefix("www.")
    except BadAddress:
        return ""


def in_batches(works: Iterator[Work], size: int, passed: Callable[[Work], None]) -> Iterator[list[Work]]:
    """Yield works that are to be read in lists of `size`; those with nothing to read go to `passed`."""
    batch: list[Work] = []
    for work in works:
        if not work.captures:
            passed(work)
            continue
        batch.append(work)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
