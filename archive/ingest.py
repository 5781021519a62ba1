"""The one place that joins the rooms: an exchange is kept, read, and what was read is kept.

`crawl`, `fetch`, `ingest`, `reparse` and the repair of a broken run all end here. The order is WARC, fdatasync, then one
SQLite transaction with everything that follows from the capture.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from archive import frontier, store
from archive.digests import digest
from archive.drift import CODES, explained, remember
from archive.folder import transaction
from archive.outcomes import Visit, consequences
from archive.report import SiteCounts
from archive.revisits import known_payload
from archive.timeline import take_late
from archive.warc import Kept, WarcWriter
from parsers.article import Parsed, Problem
from parsers.reading import parse
from parsers.site import Site
from scraper.exchange import Exchange
from scraper.message import ContentError, decode_content


@dataclass(slots=True)
class Keeper:
    """What keeping needs: the connection, the WARC writer, the run's id."""

    connection: sqlite3.Connection
    writer: WarcWriter
    run_id: int


def keep(
    keeper: Keeper,
    exchange: Exchange,
    entry: frontier.Entry,
    site: Site | None,
    counts: SiteCounts,
    *,
    now: datetime,
    then: Callable[[Visit], None] = lambda visit: None,
) -> Visit:
    """Keep one exchange, read it, and write everything that follows from it. Raises NoSpace; then nothing of it is kept.

    `then` may write more that belongs to the visit: it is called inside the same transaction.
    """
    counts.requests += 1
    counts.bytes += len(exchange.response)
    if not exchange.response:
        return _without_answer(keeper, exchange, entry, counts, now, then)
    payload = digest(exchange.entity)
    refers, original = known_payload(keeper.connection, exchange, entry, payload)
    extra = {"via": entry.via} if entry.via else None
    kept = keeper.writer.keep(exchange, refers_to=refers, extra=extra, payload_digest=payload)
    parsed = read(exchange, site)
    with transaction(keeper.connection):
        visit = record(
            keeper.connection,
            exchange,
            kept,
            entry,
            site,
            parsed,
            counts,
            run_id=keeper.run_id,
            refers_to=original,
            now=now,
        )
        then(visit)
    return visit


def read(exchange: Exchange, site: Site | None, *, generic: bool = False) -> Parsed:
    """Read what an exchange brought. Only a complete answer with status 200 can be an article.

    `generic` allows the reading that knows no site; what it gives is marked `fallback`.
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
    kind = exchange.header("content-type")
    return parse(exchange.url, body, content_type=kind, captured=exchange.started, site=site, generic=generic)


def keep_robots(keeper: Keeper, exchange: Exchange, site: Site | None) -> None:
    """Keep the bytes of a robots.txt: they are the proof of what a host allowed."""
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


def record(
    connection: sqlite3.Connection,
    exchange: Exchange,
    kept: Kept,
    entry: frontier.Entry,
    site: Site | None,
    parsed: Parsed,
    counts: SiteCounts,
    *,
    run_id: int | None,
    refers_to: int | None,
    now: datetime,
) -> Visit:
    """Write capture, article, frontier, links and problems, inside the caller's transaction."""
    not_modified = exchange.status == 304
    site_id = site.id if site else None
    capture = store.add_capture(
        connection,
        exchange,
        kept,
        key=entry.key,
        run_id=run_id,
        site_id=site_id,
        kind=None if not_modified or exchange.status != 200 else parsed.kind,
        refers_to=refers_to,
    )
    visit = consequences(connection, exchange, entry, site, parsed, capture, not_modified=not_modified, now=now)
    return _noted(connection, exchange, visit, parsed, counts, capture, run_id=run_id, site_id=site_id)


def record_late(
    connection: sqlite3.Connection,
    exchange: Exchange,
    kept: Kept,
    key: str,
    site: Site | None,
    parsed: Parsed | None,
    counts: SiteCounts,
    *,
    run_id: int | None,
    refers_to: int | None = None,
    problems: tuple[Problem, ...] = (),
    payload_length: int | None = None,
) -> Visit:
    """Write a capture that others made, at any time: like `record`, but in the order of time, and not for the frontier.

    `parsed` is None for what was not read, and then `problems` say why. Runs inside the caller's transaction.
    """
    site_id = site.id if site else None
    counts.requests += 1
    counts.bytes += payload_length or 0
    capture = store.add_capture(
        connection,
        exchange,
        kept,
        key=key,
        run_id=run_id,
        site_id=site_id,
        kind=parsed.kind if parsed and exchange.status == 200 else None,
        refers_to=refers_to,
        payload_length=payload_length,
    )
    if parsed is None:
        visit = Visit(outcome=f"skipped:{problems[0].code}", capture_id=capture.id)
    else:
        visit = take_late(connection, exchange, key, site, parsed, capture)
    visit = replace(visit, problems=(*visit.problems, *problems))
    read_as = parsed or Parsed(kind="other")
    return _noted(connection, exchange, visit, read_as, counts, capture, run_id=run_id, site_id=site_id)


def _noted(
    connection: sqlite3.Connection,
    exchange: Exchange,
    visit: Visit,
    parsed: Parsed,
    counts: SiteCounts,
    capture: store.Capture,
    *,
    run_id: int | None,
    site_id: str | None,
) -> Visit:
    """Write the problems of a visit, remember what a new article looks like, and count."""
    not_modified = exchange.status == 304
    if visit.outcome == "new":
        remember(connection, exchange, parsed)
    visit = replace(visit, problems=explained(connection, exchange, site_id, visit.problems))
    store.add_problems(
        connection,
        visit.problems if not not_modified else (),
        run_id=run_id,
        site_id=site_id,
        url=exchange.url,
        at=capture.captured,
        capture_id=capture.id,
    )
    _count(counts, visit, parsed, exchange, not_modified=not_modified)
    return visit


def _without_answer(
    keeper: Keeper,
    exchange: Exchange,
    entry: frontier.Entry,
    counts: SiteCounts,
    now: datetime,
    then: Callable[[Visit], None],
) -> Visit:
    reason = exchange.failure or "empty"
    problem = Problem(field="page", code=reason, message=exchange.failure_detail or f"{exchange.url}: no answer")
    visit = Visit(outcome=f"failed:{reason}", problems=(problem,))
    with transaction(keeper.connection):
        frontier.failed(keeper.connection, entry, now=now, reason=reason)
        store.add_problems(
            keeper.connection,
            (problem,),
            run_id=keeper.run_id,
            site_id=entry.site_id or None,
            url=exchange.url,
            at=store.stamp(now),
            capture_id=None,
        )
        then(visit)
    counts.failed[reason] += 1
    return visit


def _count(counts: SiteCounts, visit: Visit, parsed: Parsed, exchange: Exchange, *, not_modified: bool) -> None:
    group, _, reason = visit.outcome.partition(":")
    if group == "failed":
        counts.failed[reason] += 1
    elif group == "skipped":
        counts.skipped[reason] += 1
    else:
        counts.outcomes[group] += 1
    if not not_modified and exchange.status == 200:
        counts.outcomes[f"kind:{parsed.kind}"] += 1
    codes = {one.code for one in visit.problems}
    counts.drift += bool(codes & CODES)
    if "empty_listing" in codes:
        counts.failed["empty_listing"] += 1
