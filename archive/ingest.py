"""The one place that joins the rooms: an exchange is kept, read, and what was read is kept.

`crawl`, `fetch`, `ingest`, `reparse` and the repair of a broken run all end here. The order is WARC, fdatasync, then one SQLite
transaction with everything that follows. Captures that wait at the same time go through it together
(docs/decisions/0014).
"""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from archive import frontier, recording, store
from archive.digests import digest
from archive.folder import transaction
from archive.following import Boxes
from archive.outcomes import Visit
from archive.probes import ErrorPages, judged
from archive.report import SiteCounts
from archive.revisits import known_payload
from archive.warc import Begun, Kept, WarcWriter
from parsers.article import Parsed, Problem
from parsers.reading import parse
from parsers.site import Site
from scraper.exchange import Exchange
from scraper.message import ContentError, decode_content


@dataclass(slots=True)
class Keeper:
    """What keeping needs: the connection, the WARC writer, the run's id.

    `error_pages` is what archive.probes knows of hosts, `boxes` what archive.following knows of sites.
    """

    connection: sqlite3.Connection
    writer: WarcWriter
    run_id: int
    error_pages: ErrorPages = field(default_factory=dict)
    boxes: Boxes = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caught:
    """An exchange on its way into the archive: read, its records compressed, not on the disk yet.

    `begun` and `payload_digest` are None when nothing came back. `then` is called inside the transaction.
    """

    exchange: Exchange
    entry: frontier.Entry
    site: Site | None
    counts: SiteCounts
    now: datetime
    parsed: Parsed
    begun: Begun | None = None
    payload_digest: str | None = None
    original: int | None = None
    then: Callable[[Visit], None] = lambda visit: None


def keep(
    keeper: Keeper, exchange: Exchange, entry: frontier.Entry, site: Site | None, counts: SiteCounts, *, now: datetime
) -> Visit:
    """Keep one exchange, read it, and write everything that follows from it. Raises NoSpace; then nothing of it is kept."""
    return write(keeper, [catch(keeper, exchange, entry, site, counts, now=now)])[0]


def catch(
    keeper: Keeper,
    exchange: Exchange,
    entry: frontier.Entry,
    site: Site | None,
    counts: SiteCounts,
    *,
    now: datetime,
    payload_digest: str | None = None,
    then: Callable[[Visit], None] = lambda visit: None,
) -> Caught:
    """Read an exchange and begin to keep it: `write` brings it, alone or with others, to the disk and into the rows."""
    counts.requests += 1
    counts.bytes += len(exchange.response)
    caught = partial(Caught, exchange=exchange, entry=entry, site=site, counts=counts, now=now, then=then)
    if not exchange.response:
        return caught(parsed=Parsed(kind="other", site_id=site.id if site else None))
    payload = payload_digest or digest(exchange.entity)
    refers, original = known_payload(keeper.connection, exchange, entry, payload)
    extra = {"via": entry.via} if entry.via else None
    begun = keeper.writer.begin(exchange, refers_to=refers, extra=extra, payload_digest=payload)
    found = read(exchange, site, list_page=entry.list_page)
    parsed = judged(keeper.connection, keeper.error_pages, exchange, entry, found)
    return caught(parsed=parsed, begun=begun, payload_digest=payload, original=original)


def write(keeper: Keeper, group: Sequence[Caught], also: Callable[[], None] = lambda: None) -> list[Visit]:
    """Bring exchanges to the disk, then everything that follows from them into the rows, in one transaction.

    They are those caught since the last `write`, in that order; `also` is called at the transaction's end. Raises
    NoSpace; then nothing of them is kept.
    """
    waiting = [one.begun for one in group if one.begun]
    kept = iter(keeper.writer.commit(waiting) if waiting else ())
    with transaction(keeper.connection):
        visits = [_written(keeper, one, next(kept) if one.begun else None) for one in group]
        also()
    return visits


def _written(keeper: Keeper, one: Caught, kept: Kept | None) -> Visit:
    if kept is None:
        visit = _without_answer(keeper, one)
    else:
        visit = recording.record(
            keeper.connection,
            one.exchange,
            kept,
            one.entry,
            one.site,
            one.parsed,
            one.counts,
            run_id=keeper.run_id,
            refers_to=one.original,
            boxes=keeper.boxes,
            now=one.now,
        )
    one.then(visit)
    return visit


def read(exchange: Exchange, site: Site | None, *, list_page: int = 1, generic: bool = False) -> Parsed:
    """Read what an exchange brought. Only a complete answer with status 200 can be an article.

    `list_page` is which page of a list was posted for. `generic` allows the reading that knows no site; what it gives is
    marked `fallback`.
    """
    if exchange.status != 200:
        problem = Problem(
            field="page",
            code=f"status_{exchange.status or 'none'}",
            message=f"{exchange.url} answered {exchange.status or 'no HTTP'}",
        )
        return Parsed(kind="other", site_id=site.id if site else None, problems=(problem,))
    try:
        body = decode_content(exchange.entity, exchange.header("content-encoding"))
    except ContentError as error:
        problem = Problem(field="page", code="content_encoding", message=f"{exchange.url}: {error}")
        return Parsed(kind="other", site_id=site.id if site else None, problems=(problem,))
    return parse(
        exchange.url,
        body,
        content_type=exchange.header("content-type"),
        captured=exchange.started,
        site=site,
        list_page=list_page,
        generic=generic,
    )


def keep_aside(keeper: Keeper, exchange: Exchange, site: Site | None) -> None:
    """Keep the bytes of a robots.txt, the proof of what a host allowed, or of a probe: no page, and nothing is read from it."""
    kept = keeper.writer.keep(exchange)
    with transaction(keeper.connection):
        store.add_capture(
            keeper.connection,
            exchange,
            kept,
            key=exchange.url,
            run_id=keeper.run_id,
            site_id=site.id if site else None,
            kind="other",
        )


def _without_answer(keeper: Keeper, one: Caught) -> Visit:
    exchange, entry = one.exchange, one.entry
    reason = exchange.failure or "empty"
    problem = Problem(field="page", code=reason, message=exchange.failure_detail or f"{exchange.url}: no answer")
    frontier.failed(keeper.connection, entry, now=one.now, reason=reason)
    store.add_problems(
        keeper.connection,
        (problem,),
        run_id=keeper.run_id,
        site_id=entry.site_id or None,
        url=exchange.url,
        at=store.stamp(one.now),
        capture_id=None,
    )
    one.counts.failed[reason] += 1
    return Visit(outcome=f"failed:{reason}", problems=(problem,))
