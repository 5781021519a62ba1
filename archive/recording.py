"""What a capture means for the tables: article, version, frontier, links, problems; inside the caller's transaction.

`record` writes a capture of our own, made now; `record_late` one that others made, at any time.
"""

import sqlite3
from dataclasses import replace
from datetime import datetime

from archive import frontier, store
from archive.drift import CODES, explained, remember
from archive.following import Boxes
from archive.outcomes import Visit, consequences
from archive.report import SiteCounts
from archive.timeline import take_late
from archive.warc import Kept
from parsers.article import Parsed, Problem
from parsers.site import Site
from scraper.exchange import Exchange


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
    boxes: Boxes,
    now: datetime,
) -> Visit:
    """Write capture, article, frontier, links and problems, inside the caller's transaction; `boxes`: see `follow`."""
    not_modified = (
        exchange.status == 304 and entry.capture_id is not None
    )  # else there is nothing that was not modified
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
    visit = consequences(connection, exchange, entry, site, parsed, capture, boxes, not_modified=not_modified, now=now)
    if kept.response.record_type == "revisit" and not not_modified:
        visit = replace(visit, repeated=True)
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
    if visit.problems:
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
