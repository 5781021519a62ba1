"""`history`: the versions of an article and what changed between them, word by word; all silent edits since a day."""

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, TypeAlias

from archive import columns

Part: TypeAlias = dict[str, str]  # {"op": "same" | "removed" | "added", "text": ...}
Change: TypeAlias = dict[str, Any]  # {"field", "url" (of a photo or file), "parts", "removed", "added"}

_FIELDS = ("title", "lede", "body", "published", "byline", "source", "dateline", "section", "tags", "language")
_WORD = re.compile(r"\n\n|\S+")
_BREAK = "\n\n"  # between two paragraphs
_MOST_PAIRS = 3_000_000  # equal words of both texts, paired: beyond them (about two seconds) a text is one change
_VERSIONS = """
SELECT version, seen_until, capture_id, layout, fallback, parser, fields
FROM versions WHERE article_id = ? ORDER BY version
"""
_CAPTURE = "SELECT id, captured, record_id, file, offset, length, payload_digest FROM captures WHERE id = ?"
_EDITED = """
SELECT a.id FROM articles a JOIN captures c ON c.id = a.capture_id
WHERE a.version > 1 AND c.captured >= :day AND (:site IS NULL OR a.site_id = :site)
UNION
SELECT v.article_id FROM versions v JOIN articles a ON a.id = v.article_id
WHERE v.version > 1 AND v.seen_from >= :day AND (:site IS NULL OR a.site_id = :site)
ORDER BY 1
"""


def history(connection: sqlite3.Connection, article_id: int) -> dict[str, Any]:
    """Return an article that exists with its versions, oldest first: the capture of each and what it changed.

    `changes` has one entry for each field (and photo, and file) that differs from the version before; its `parts` are
    the text in order. `same_parser` is false where another parser read the version before, so that a difference may be
    the reading's and not the page's; `tintinh reparse` reads all versions alike.
    """
    query = (
        "SELECT id, url, site_id AS site, title, first_seen, last_seen, gone_at, missing_since, version, capture_id, "
        "layout, fallback, parser FROM articles WHERE id = ?"
    )
    (now,) = _rows(connection, query, article_id)
    present = {name: now.pop(name) for name in ("version", "capture_id", "layout", "fallback", "parser")}
    present |= {"seen_until": now["last_seen"], "fields": columns.fields_now(connection, article_id)}
    earlier = [one | {"fields": json.loads(one["fields"])} for one in _rows(connection, _VERSIONS, article_id)]
    versions: list[dict[str, Any]] = []
    before: Mapping[str, Any] | None = None
    for one in (*earlier, present):
        (capture,) = _rows(connection, _CAPTURE, one["capture_id"])
        versions.append(
            {
                "version": one["version"],
                "seen_from": capture["captured"],
                "seen_until": one["seen_until"],
                "capture": capture,
                "layout": one["layout"],
                "fallback": bool(one["fallback"]),
                "parser": one["parser"],
                "same_parser": before is None or before["parser"] == one["parser"],
                "changes": list(changes(before["fields"], one["fields"])) if before else [],
            }
        )
        before = one
    return {**now, "versions": versions}


def _rows(connection: sqlite3.Connection, query: str, value: int) -> list[dict[str, Any]]:
    cursor = connection.execute(query, (value,))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def edits(connection: sqlite3.Connection, *, since: str, site: str | None = None) -> Iterator[dict[str, Any]]:
    """Yield every edit of an article's text first seen on the day `since` (UTC) or later, oldest article first.

    A version in which no field differs from the one before, as both are read today, is none.
    """
    for (article_id,) in connection.execute(_EDITED, {"day": since, "site": site}).fetchall():
        article = history(connection, article_id)
        for one in article["versions"][1:]:
            if one["seen_from"] >= since and one["changes"]:
                yield {
                    **{name: article[name] for name in ("id", "site", "url", "title", "gone_at")},
                    "version": one["version"],
                    "seen": one["seen_from"],
                    "same_parser": one["same_parser"],
                    "fields": list(dict.fromkeys(change["field"] for change in one["changes"])),
                    "removed": sum(change["removed"] for change in one["changes"]),
                    "added": sum(change["added"] for change in one["changes"]),
                }


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    """Yield what differs between two versions, both of the shape of `versions.fields`: text first, photos, files."""
    for name in _FIELDS:
        old, new = (_words(one.get(name), tags=name == "tags") for one in (before, after))
        if old != new:
            yield _change(name, None, _parts(old, new))
    for table, name, texts in (
        ("photos", "photo", ("caption", "credit")),
        ("attachments", "attachment", ("text",)),
    ):
        yield from _listed_changes(name, texts, before.get(table) or (), after.get(table) or ())


def _listed_changes(
    name: str, texts: Sequence[str], before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> Iterator[Change]:
    """Yield which photos or files came and went, then what is said otherwise about those that stayed."""
    old, new = ({one["url"]: one for one in reversed(several)} for several in (before, after))
    addresses = [one["url"] for one in before], [one["url"] for one in after]
    if addresses[0] != addresses[1]:
        known = {**old, **new}
        for op, first, last in _runs(*addresses):
            for url in () if op == "same" else addresses[op == "added"][first:last]:
                said = " ".join([url, *(known[url].get(text) or "" for text in texts)]).strip()
                yield _change(name, url, [{"op": op, "text": said}])
    for url in dict.fromkeys(addresses[0]):
        for text in texts if url in new else ():
            words = _words(old[url].get(text)), _words(new[url].get(text))
            if words[0] != words[1]:
                yield _change(text if name == "photo" else name, url, _parts(*words))


def _change(name: str, url: str | None, parts: list[Part]) -> Change:
    count = {op: sum(len(part["text"].split()) for part in parts if part["op"] == op) for op in ("removed", "added")}
    return {"field": name, "url": url, "parts": parts, **count}


def _words(value: str | None, *, tags: bool = False) -> list[str]:
    if tags and value:
        value = ", ".join(json.loads(value) if isinstance(value, str) else value)
    return _WORD.findall(value or "")


def _parts(old: Sequence[str], new: Sequence[str]) -> list[Part]:
    """Return both texts as one run of parts: what stayed, what went, what came."""
    words = {"same": old, "removed": old, "added": new}
    return [{"op": op, "text": _joined(words[op][first:last])} for op, first, last in _runs(old, new)]


def _joined(words: Sequence[str]) -> str:
    return " ".join(words).replace(f" {_BREAK}", _BREAK).replace(f"{_BREAK} ", _BREAK)


def _runs(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[tuple[str, int, int]]:
    """Yield (same | removed | added, first, last): places in `new` for what was added, else in `old`."""
    head = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    rest = min(len(old), len(new)) - head
    tail = next((at for at in range(rest) if old[-1 - at] != new[-1 - at]), rest)
    a, b = old[head : len(old) - tail], new[head : len(new) - tail]
    if head:
        yield "same", 0, head
    for op, i, j, k, m in _opcodes(a, b):
        if op == "equal":
            yield "same", head + i, head + j
            continue
        if j > i:
            yield "removed", head + i, head + j
        if m > k:
            yield "added", head + k, head + m
    if tail:
        yield "same", len(old) - tail, len(old)


def _opcodes(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[tuple[str, int, int, int, int]]:
    """Return difflib's opcodes; one single replacement for texts so long and alike that difflib would not end."""
    count = Counter(b)
    if sum(count[word] for word in a) > _MOST_PAIRS:
        return [("replace", 0, len(a), 0, len(b))]
    return list(SequenceMatcher(None, a, b, autojunk=False).get_opcodes())
