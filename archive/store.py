"""Writing what was captured and read into the tables. Every function here runs inside the caller's transaction."""

import json
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias

from archive import duplicates
from archive.columns import fields_digest, fields_now, fields_of, put_parts, shallow, text_columns
from archive.errors import ArchiveError
from archive.parser_id import parser_id
from archive.warc import Kept
from parsers.article import Parsed, Problem
from parsers.provinces import province_now
from parsers.site import Site
from scraper.exchange import Exchange

Change: TypeAlias = Literal["new", "changed", "unchanged", "duplicate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """A row of `captures` that later steps need."""

    id: int
    captured: str


def stamp(moment: datetime) -> str:
    """Write an aware instant as the tables hold it: ISO 8601 in UTC, to the microsecond, so that text order is time order."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def add_site(connection: sqlite3.Connection, site: Site) -> None:
    """Record a site, or bring its record up to date; the code that facets use never changes."""
    province = None
    if site.province:
        now = province_now(site.province) or site.province
        connection.execute(
            "INSERT INTO provinces(name, name_now) VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET name_now = excluded.name_now",
            (site.province, now),
        )
        province = connection.execute("SELECT id FROM provinces WHERE name = ?", (site.province,)).fetchone()[0]
    connection.execute(
        "INSERT INTO sites(id, name, kind, province_id, hosts) VALUES (?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET "
        "name = excluded.name, kind = excluded.kind, province_id = excluded.province_id, hosts = excluded.hosts",
        (site.id, site.name, site.kind, province, json.dumps(site.hosts)),
    )


def add_capture(
    connection: sqlite3.Connection,
    exchange: Exchange,
    kept: Kept,
    *,
    key: str,
    run_id: int | None,
    site_id: str | None,
    kind: str | None,
    refers_to: int | None = None,
    payload_length: int | None = None,
) -> Capture:
    """Insert the row that says where an exchange's bytes lie. `payload_length` is that of the entity, if it was left out."""
    captured = stamp(exchange.started)
    row: dict[str, Any] = {
        "url": exchange.url,
        "key": key,
        "captured": captured,
        "run_id": run_id,
        "site_id": site_id,
        "status": exchange.status,
        "content_type": exchange.header("content-type"),
        "kind": kind,
        "record_type": kept.response.record_type,
        "record_id": kept.response.record_id,
        "file": kept.file,
        "offset": kept.response.offset,
        "length": kept.response.length,
        "request_offset": kept.request.offset if kept.request else None,
        "request_length": kept.request.length if kept.request else None,
        "group_end": kept.end,
        "payload_digest": kept.payload_digest,
        "payload_length": len(exchange.entity) if payload_length is None else payload_length,
        "refers_to": refers_to,
        "truncated": exchange.truncated,
        "ip": exchange.ip,
        "protocols": " ".join(exchange.protocols) or None,
        "tls_note": exchange.tls_note,
    }
    cursor = connection.execute(
        f"INSERT INTO captures({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", tuple(row.values())
    )
    assert cursor.lastrowid is not None
    return Capture(id=cursor.lastrowid, captured=captured)


def add_problems(
    connection: sqlite3.Connection,
    problems: tuple[Problem, ...],
    *,
    run_id: int | None,
    site_id: str | None,
    url: str,
    at: str,
    capture_id: int | None,
) -> None:
    """Record what could not be read and why."""
    connection.executemany(
        "INSERT INTO problems(run_id, capture_id, site_id, url, at, field, code, message) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(run_id, capture_id, site_id, url, at, one.field, one.code, one.message) for one in problems],
    )


def put_article(
    connection: sqlite3.Connection, parsed: Parsed, site: Site, capture: Capture, *, key: str, url: str
) -> tuple[int, Change]:
    """Insert an article, or compare it with what is kept under its key: changed fields make a version, changed HTML does not.

    An address that shows an article of the site which is known under another one is a duplicate of that. Returns the
    article's id and what happened.
    """
    article = parsed.article
    assert article is not None
    columns = text_columns(article)
    extra = {**reading(parsed, site), "capture_id": capture.id, "last_seen": capture.captured}
    known = connection.execute("SELECT id, fields_digest, version FROM articles WHERE key = ?", (key,)).fetchone()
    if known is None:
        shown = duplicates.article_shown(connection, key, site.id, article, extra["fields_digest"])
        if shown is not None:
            duplicates.note(connection, shown, key, url, extra["fields_digest"], capture.captured)
            return shown, "duplicate"
        identity = next_id(connection, article.published, capture.captured)
        row = {
            "id": identity,
            "key": key,
            "url": url,
            "site_id": site.id,
            "first_seen": capture.captured,
            **columns,
            **extra,
        }
        connection.execute(
            f"INSERT INTO articles({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", tuple(row.values())
        )
        put_parts(connection, identity, article, site, is_new=True)
        return identity, "new"
    identity, old_digest, version = known
    if old_digest == extra["fields_digest"]:
        connection.execute(
            "UPDATE articles SET last_seen = max(last_seen, ?), gone_at = NULL, missing_since = NULL WHERE id = ?",
            (capture.captured, identity),
        )
        return identity, "unchanged"
    keep_version(connection, identity)
    row = {**columns, **extra, "version": version + 1, "gone_at": None, "missing_since": None}
    connection.execute(
        f"UPDATE articles SET {', '.join(f'{name} = ?' for name in row)} WHERE id = ?", (*row.values(), identity)
    )
    put_parts(connection, identity, article, site)
    return identity, "changed"


def reread_article(connection: sqlite3.Connection, identity: int, parsed: Parsed, site: Site) -> None:
    """Replace an article's fields by a better reading of the same capture: no new version, for the page is the same."""
    article = parsed.article
    assert article is not None
    row = reading(parsed, site) | {"published_raw": article.published_raw}
    old = connection.execute("SELECT fields_digest FROM articles WHERE id = ?", (identity,)).fetchone()
    if old != (row["fields_digest"],):  # naming the columns of text would have the triggers index them again
        row |= text_columns(article)
        put_parts(connection, identity, article, site)
    names = ", ".join(f"{name} = ?" for name in row)
    connection.execute(f"UPDATE articles SET {names} WHERE id = ?", (*row.values(), identity))


def reread_version(connection: sqlite3.Connection, identity: int, version: int, parsed: Parsed, site: Site) -> None:
    """Replace the fields of an earlier version by a better reading of its capture."""
    assert parsed.article is not None
    row = reading(parsed, site) | {"fields": json.dumps(fields_of(parsed.article), ensure_ascii=False)}
    del row["provenance"]
    names = ", ".join(f"{name} = ?" for name in row)
    query = f"UPDATE versions SET {names} WHERE article_id = ? AND version = ?"
    connection.execute(query, (*row.values(), identity, version))


def seen_again(connection: sqlite3.Connection, key: str, captured: str) -> bool:
    """Note that the site said "not modified". Returns whether there is such an article."""
    cursor = connection.execute(
        "UPDATE articles SET last_seen = max(last_seen, ?), gone_at = NULL, missing_since = NULL WHERE key = ?",
        (captured, key),
    )
    return cursor.rowcount > 0


def missing(connection: sqlite3.Connection, key: str, at: str) -> Literal["unknown", "missing", "gone", "still_gone"]:
    """Note that an article's address answers "not found". Seen twice it is gone; its versions stay."""
    row = connection.execute("SELECT id, missing_since, gone_at FROM articles WHERE key = ?", (key,)).fetchone()
    if row is None:
        return "unknown"
    if row[2] is not None:
        return "still_gone"
    if row[1] is not None:
        connection.execute("UPDATE articles SET gone_at = ? WHERE id = ?", (at, row[0]))
        return "gone"
    connection.execute("UPDATE articles SET missing_since = ? WHERE id = ?", (at, row[0]))
    return "missing"


def reading(parsed: Parsed, site: Site) -> dict[str, Any]:
    """Return the columns that say how the fields came to be."""
    assert parsed.article is not None
    return {
        "layout": parsed.layout,
        "fallback": int(parsed.fallback),
        "parser": parser_id(site, parsed.layout),
        "fields_digest": fields_digest(parsed.article),
        "provenance": json.dumps([shallow(one) for one in parsed.article.provenance], ensure_ascii=False),
    }


def next_id(connection: sqlite3.Connection, published: str | None, captured: str) -> int:
    """Return the next id of the article's day: YYYYMMDD and five digits, so that rowid order is the order of publication."""
    first = int((published or captured)[:10].replace("-", "")) * 100_000
    last = connection.execute(
        "SELECT max(id) FROM articles WHERE id BETWEEN ? AND ?", (first, first + 99_999)
    ).fetchone()[0]
    if last == first + 99_999:
        raise ArchiveError(
            f"{captured[:10]}: 99,999 articles carry this day already, and an article's number has no room for more"
        )
    return int(last or first) + 1


def keep_version(connection: sqlite3.Connection, identity: int) -> None:
    """Copy the fields as they stand into `versions` before they change."""
    cursor = connection.execute("SELECT * FROM articles WHERE id = ?", (identity,))
    row = dict(zip((column[0] for column in cursor.description), cursor.fetchone(), strict=True))
    fields = fields_now(connection, identity)
    since = connection.execute("SELECT captured FROM captures WHERE id = ?", (row["capture_id"],)).fetchone()
    connection.execute(
        "INSERT INTO versions(article_id, version, seen_from, seen_until, capture_id, layout, fallback, parser, fields_digest, fields) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(identity, row["version"], since[0] if since else row["first_seen"], row["last_seen"], row["capture_id"]),
            *(
                row["layout"],
                row["fallback"],
                row["parser"],
                row["fields_digest"],
                json.dumps(fields, ensure_ascii=False),
            ),
        ),
    )
