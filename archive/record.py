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

# The columns in the order of the contract; what stands in other tables is filled in.
_ARTICLES = """
SELECT a.id, a.url, a.site_id AS site, p.name AS province, p.name_now AS province_now, a.title, a.lede, a.body,
       NULL AS photos, a.published, a.published_raw, a.published_precision, a.byline, a.source, a.section, a.tags,
       NULL AS attachments, c.captured, a.version, a.layout, a.fallback
FROM articles a
LEFT JOIN sites s ON s.id = a.site_id
LEFT JOIN provinces p ON p.id = s.province_id
LEFT JOIN captures c ON c.id = a.capture_id
WHERE a.id IN (SELECT value FROM json_each(?))
"""
_PHOTOS = """
SELECT article_id, url, caption, credit FROM photos
WHERE article_id IN (SELECT value FROM json_each(?)) ORDER BY article_id, position
"""
_ATTACHMENTS = """
SELECT article_id, url, text FROM attachments
WHERE article_id IN (SELECT value FROM json_each(?)) ORDER BY article_id, position
"""
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


def _read(connection: sqlite3.Connection, ids: Sequence[int]) -> list[Record]:
    wanted = json.dumps(ids)
    photos: dict[int, list[Record]] = defaultdict(list)
    attachments: dict[int, list[Record]] = defaultdict(list)
    for article_id, url, caption, credit in connection.execute(_PHOTOS, (wanted,)):
        photos[article_id].append({"url": url, "caption": caption, "credit": credit})
    for article_id, url, text in connection.execute(_ATTACHMENTS, (wanted,)):
        attachments[article_id].append({"url": url, "text": text})
    found: dict[int, Record] = {}
    cursor = connection.execute(_ARTICLES, (wanted,))
    names = [column[0] for column in cursor.description]
    for values in cursor:
        record = dict(zip(names, values, strict=True))
        found[values[0]] = _shaped(record, photos.get(values[0]), attachments.get(values[0]))
    return [found[each] for each in ids if each in found]


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
