"""An article over time. Captures come to light in any order; what they show stands in the order in which they were made.

A crawl adds at the end. An ingest may bring a capture of years ago: its text becomes an earlier version, never the present
one, and the versions after it are numbered anew.
"""

import json
import sqlite3
from dataclasses import dataclass

from archive import store
from archive.columns import fields_digest, fields_of
from archive.outcomes import Visit
from parsers.article import Parsed, Problem
from parsers.site import Site
from scraper.exchange import Exchange

_SHOWS = "(status = 304 OR kind = 'article') AND truncated IS NULL"
_LOST = "(status IN (404, 410) OR status = 200 AND kind = 'soft_404') AND truncated IS NULL"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    """How long a version stood: first and last capture that show it."""

    version: int
    since: str
    until: str
    digest: str
    present: bool


def take_late(
    connection: sqlite3.Connection,
    exchange: Exchange,
    key: str,
    site: Site | None,
    parsed: Parsed,
    capture: store.Capture,
) -> Visit:
    """Write what follows for the article from a capture that was made at any time. Nothing follows for the frontier.

    Runs inside the caller's transaction; the row of the capture is there already.
    """
    status = exchange.status or 0
    if status == 304:
        store.seen_again(connection, key, capture.captured)
        settle(connection, key)
        return Visit(outcome="not_modified", capture_id=capture.id)
    if 300 <= status < 400:
        return Visit(outcome="redirect", capture_id=capture.id)
    if exchange.truncated:
        message = f"{exchange.url}: only a part of the page is kept ({exchange.truncated}); it was not read"
        cut = (Problem(field="page", code=f"truncated_{exchange.truncated}", message=message),)
        return Visit(outcome=f"failed:{cut[0].code}", capture_id=capture.id, problems=cut if site else ())
    if status in (404, 410) or (status == 200 and parsed.kind == "soft_404"):
        gone = settle(connection, key)
        reason = f"status_{status}" if status != 200 else "soft_404"
        return Visit(outcome="gone" if gone else f"failed:{reason}", capture_id=capture.id)
    if status != 200:
        return Visit(outcome=f"failed:status_{status or 'none'}", capture_id=capture.id)
    if parsed.article is None or site is None:
        expected = site is not None and site.is_article_address(
            "/" + exchange.url.split("://", 1)[-1].partition("/")[2]
        )
        return Visit(outcome="page", parsed=parsed, capture_id=capture.id, problems=parsed.problems if expected else ())
    article_id, change = put_in_order(connection, parsed, site, capture, key=key, url=exchange.url)
    return Visit(outcome=change, parsed=parsed, capture_id=capture.id, article_id=article_id, problems=parsed.problems)


def put_in_order(
    connection: sqlite3.Connection, parsed: Parsed, site: Site, capture: store.Capture, *, key: str, url: str
) -> tuple[int, store.Change]:
    """Put an article read from a capture where its time is. Returns the article's id and what happened."""
    row = connection.execute("SELECT id, last_seen FROM articles WHERE key = ?", (key,)).fetchone()
    if row is None or capture.captured >= row[1]:
        identity, change = store.put_article(connection, parsed, site, capture, key=key, url=url)
    else:
        identity, change = row[0], _put_earlier(connection, row[0], parsed, site, capture, key=key)
    settle(connection, key)
    return identity, change


def settle(connection: sqlite3.Connection, key: str) -> bool:
    """Say anew since when an article is missing or gone, from the captures after it was last seen. Returns whether it is gone."""
    row = connection.execute("SELECT id, last_seen FROM articles WHERE key = ?", (key,)).fetchone()
    if row is None:
        return False
    query = f"SELECT captured FROM captures WHERE key = ? AND captured > ? AND {_LOST} ORDER BY captured, id LIMIT 2"
    lost = [at for (at,) in connection.execute(query, (key, row[1]))]
    missing, gone = (*lost, None, None)[:2]
    connection.execute("UPDATE articles SET missing_since = ?, gone_at = ? WHERE id = ?", (missing, gone, row[0]))
    return gone is not None


def _put_earlier(
    connection: sqlite3.Connection, identity: int, parsed: Parsed, site: Site, capture: store.Capture, *, key: str
) -> store.Change:
    """Put a text that was captured before the article was last seen: it widens a version, or becomes one."""
    assert parsed.article is not None
    at, digest = capture.captured, fields_digest(parsed.article)
    connection.execute("UPDATE articles SET first_seen = min(first_seen, ?) WHERE id = ?", (at, identity))
    spans = _spans(connection, identity)
    inside = next((one for one in spans if one.since <= at <= one.until), None)
    before = next((one for one in reversed(spans) if one.until < at), None)
    after = next((one for one in spans if one.since > at), None)
    if inside and inside.digest == digest:
        return "unchanged"
    if inside:  # the text went and came back
        _split(connection, identity, inside, at, key)
        _insert(connection, identity, inside.version + 1, parsed, site, capture)
        return "changed"
    if before and before.digest == digest:
        query = "UPDATE versions SET seen_until = ? WHERE article_id = ? AND version = ?"
        connection.execute(query, (at, identity, before.version))
        return "unchanged"
    assert after is not None  # the present version was seen later than this capture
    if after.digest == digest:
        _begin_earlier(connection, identity, after, parsed, site, capture)
        return "unchanged"
    _make_room(connection, identity, after.version, 1)
    _insert(connection, identity, after.version, parsed, site, capture)
    return "changed"


def _spans(connection: sqlite3.Connection, identity: int) -> list[_Span]:
    query = "SELECT version, seen_from, seen_until, fields_digest, 0 FROM versions WHERE article_id = :id"
    present = (
        "SELECT a.version, c.captured, a.last_seen, a.fields_digest, 1 FROM articles a "
        "JOIN captures c ON c.id = a.capture_id WHERE a.id = :id"
    )
    rows = connection.execute(f"{query} UNION ALL {present} ORDER BY 1", {"id": identity})
    return [_Span(version=row[0], since=row[1], until=row[2], digest=row[3], present=bool(row[4])) for row in rows]


def _begin_earlier(
    connection: sqlite3.Connection, identity: int, span: _Span, parsed: Parsed, site: Site, capture: store.Capture
) -> None:
    """Let a version begin with an earlier capture of the same text; that capture is what it was read from then."""
    if span.present:
        store.reread_article(connection, identity, parsed, site)
        connection.execute("UPDATE articles SET capture_id = ? WHERE id = ?", (capture.id, identity))
        return
    store.reread_version(connection, identity, span.version, parsed, site)
    query = "UPDATE versions SET capture_id = ?, seen_from = ? WHERE article_id = ? AND version = ?"
    connection.execute(query, (capture.id, capture.captured, identity, span.version))


def _split(connection: sqlite3.Connection, identity: int, span: _Span, at: str, key: str) -> None:
    """Cut a version in two at an instant, and leave a number between them free."""
    shows = f"SELECT id, captured FROM captures WHERE key = ? AND {_SHOWS} AND captured"
    earlier = connection.execute(
        f"{shows} BETWEEN ? AND ? AND captured <> ? ORDER BY captured DESC LIMIT 1", (key, span.since, at, at)
    ).fetchone()
    later = connection.execute(
        f"{shows} BETWEEN ? AND ? AND captured <> ? ORDER BY captured LIMIT 1", (key, at, span.until, at)
    ).fetchone()
    _make_room(connection, identity, span.version + 1, 2)
    if span.present:
        store.keep_version(connection, identity)
        connection.execute("UPDATE articles SET version = version + 2 WHERE id = ?", (identity,))
        if later:
            connection.execute("UPDATE articles SET capture_id = ? WHERE id = ?", (later[0], identity))
    else:
        connection.execute(
            "INSERT INTO versions SELECT article_id, version + 2, ?, seen_until, coalesce(?, capture_id), layout, fallback, "
            "parser, fields_digest, fields FROM versions WHERE article_id = ? AND version = ?",
            (later[1] if later else span.until, later[0] if later else None, identity, span.version),
        )
    query = "UPDATE versions SET seen_until = ? WHERE article_id = ? AND version = ?"
    connection.execute(query, (earlier[1] if earlier else span.since, identity, span.version))


def _make_room(connection: sqlite3.Connection, identity: int, number: int, count: int) -> None:
    """Raise the numbers of the versions from `number` on by `count`."""
    moved = "UPDATE versions SET version = -(version + ?) WHERE article_id = ? AND version >= ?"
    connection.execute(moved, (count, identity, number))  # by way of negative numbers: two rows may not share one
    connection.execute("UPDATE versions SET version = -version WHERE article_id = ? AND version < 0", (identity,))
    query = "UPDATE articles SET version = version + ? WHERE id = ? AND version >= ?"
    connection.execute(query, (count, identity, number))


def _insert(
    connection: sqlite3.Connection, identity: int, number: int, parsed: Parsed, site: Site, capture: store.Capture
) -> None:
    """Insert an earlier version that one capture shows."""
    assert parsed.article is not None
    row = {
        "article_id": identity,
        "version": number,
        "seen_from": capture.captured,
        "seen_until": capture.captured,
        "capture_id": capture.id,
        **store.reading(parsed, site),
        "fields": json.dumps(fields_of(parsed.article), ensure_ascii=False),
    }
    del row["provenance"]
    connection.execute(
        f"INSERT INTO versions({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", tuple(row.values())
    )
