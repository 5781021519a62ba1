"""An article as people and scripts get it: the shape of docs/cli.md, one by one or as a stream."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from archive.errors import NotFound

Record = dict[str, Any]  # {id, url, site, province, province_now, title, lede, body, photos, ...}

_BATCH = 500  # articles read at once: about 2 MB of text

# The fields in the order of the contract, and the SQL that gives them over _SOURCE; None for rows of other tables.
FIELDS: dict[str, str | None] = {
    "id": "a.id",
    "url": "a.url",
    "site": "a.site_id",
    "province": "p.name",
    "province_now": "p.name_now",
    "title": "a.title",
    "lede": "a.lede",
    "body": "a.body",
    "photos": None,
    "published": "a.published",
    "published_raw": "a.published_raw",
    "published_precision": "a.published_precision",
    "byline": "a.byline",
    "source": "a.source",
    "section": "a.section",
    "tags": "a.tags",
    "attachments": None,
    "captured": "c.captured",
    "version": "a.version",
    "layout": "a.layout",
    "fallback": "a.fallback",
}
PARTS = {"photos": ("url", "caption", "credit"), "attachments": ("url", "text")}  # the tables, their fields
# CROSS JOIN keeps this nesting of loops, so that rows come in the order of the ids.
_SOURCE = """
FROM json_each(?) wanted CROSS JOIN articles a ON a.id = wanted.value
LEFT JOIN sites s ON s.id = a.site_id
LEFT JOIN provinces p ON p.id = s.province_id
LEFT JOIN captures c ON c.id = a.capture_id
"""
_ARTICLES = ", ".join(f"{sql or 'NULL'} AS {name}" for name, sql in FIELDS.items())
_VERSION = """
SELECT v.fields, c.captured, v.version, v.layout, v.fallback
FROM versions v LEFT JOIN captures c ON c.id = v.capture_id
WHERE v.article_id = ? AND v.version = ?
"""


def article_dict(connection: sqlite3.Connection, article_id: int, *, version: int | None = None) -> Record:
    """Return one article, as it stands now or as an earlier version. Raise NotFound."""
    records = _read(connection, [article_id])
    if not records:
        raise NotFound(f"there is no article {article_id} in this archive")
    now = records[0]
    if version is None or version == now["version"]:
        return now
    found = connection.execute(_VERSION, (article_id, version)).fetchone()
    if found is None:
        raise NotFound(f"article {article_id} has no version {version}; {_kept(connection, now)}")
    return _earlier(now, *found)


def iter_articles(connection: sqlite3.Connection, ids: Iterable[int]) -> Iterator[Record]:
    """Yield the articles of these ids in their order, read in batches: memory stays flat. Unknown ids are left out."""
    remaining = iter(ids)
    while batch := list(islice(remaining, _BATCH)):
        yield from _read(connection, batch)


def iter_rows(connection: sqlite3.Connection, ids: Iterable[int], select: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    """Yield a row of SQL expressions for each of these ids, in their order, read in batches.

    The expressions are over `a` (articles), `p` (provinces) and `c` (the article's capture); FIELDS has those of an article.
    """
    query = f"SELECT {', '.join(select)} {_SOURCE}"
    remaining = iter(ids)
    while batch := list(islice(remaining, _BATCH)):
        yield from connection.execute(query, (json.dumps(batch),))


def read_parts(connection: sqlite3.Connection, table: str, ids: Sequence[int]) -> list[tuple[Any, ...]]:
    """Return (article_id, *fields) of the photos or the attachments of these ids: in the order of the ids, then on the page."""
    query = (
        f"SELECT article_id, {', '.join(PARTS[table])} FROM json_each(?) wanted "
        f"CROSS JOIN {table} ON article_id = wanted.value ORDER BY wanted.key, position"
    )
    return connection.execute(query, (json.dumps(ids),)).fetchall()


def _read(connection: sqlite3.Connection, ids: Sequence[int]) -> list[Record]:
    parts: dict[str, dict[int, list[Record]]] = {table: defaultdict(list) for table in PARTS}
    for table, names in PARTS.items():
        for article_id, *values in read_parts(connection, table, ids):
            parts[table][article_id].append(dict(zip(names, values, strict=True)))
    records = (dict(zip(FIELDS, row, strict=True)) for row in iter_rows(connection, ids, [_ARTICLES]))
    return [_shaped(each, *(found.get(each["id"]) for found in parts.values())) for each in records]


def _shaped(record: Record, photos: list[Record] | None, attachments: list[Record] | None) -> Record:
    """Turn columns into the values of the contract, in place: an export makes a million of these."""
    record["body"] = record["body"].split("\n\n") if record["body"] else []
    record["photos"] = photos or []
    record["tags"] = _tags(record["tags"])
    record["attachments"] = attachments or []
    record["fallback"] = bool(record["fallback"])
    return record


def _earlier(now: Record, fields: str, captured: str | None, version: int, layout: str | None, fallback: int) -> Record:
    """Return the record with the fields of an earlier version: identity from now, the rest as it stood then."""
    kept = json.loads(fields)
    record = {name: kept.get(name) for name in now}
    record |= {name: now[name] for name in ("id", "site", "province", "province_now")}
    record |= {"url": kept.get("url") or now["url"], "captured": captured, "version": version}
    record |= {"layout": layout, "fallback": fallback}
    photos = [{key: photo.get(key) for key in ("url", "caption", "credit")} for photo in kept.get("photos") or ()]
    attachments = [{key: each.get(key) for key in ("url", "text")} for each in kept.get("attachments") or ()]
    return _shaped(record, photos, attachments)


def _kept(connection: sqlite3.Connection, now: Record) -> str:
    earlier = connection.execute("SELECT version FROM versions WHERE article_id = ? ORDER BY version", (now["id"],))
    return "kept: " + ", ".join(str(each) for each in sorted({now["version"], *(number for (number,) in earlier)}))


def _tags(value: str | list[str] | None) -> list[str]:
    """Read the tags: a JSON list in its column, perhaps a plain list inside the JSON of an earlier version."""
    if not value or value == "[]":
        return []
    tags: list[str] = json.loads(value) if isinstance(value, str) else value
    return tags
