"""What a reference to an article says: who, what, where, when, and which kept bytes prove it. docs/citing.md explains."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

from archive.authors import authors
from archive.errors import NotFound

_BATCH = 500
_COLUMNS = """
SELECT a.id, a.version, a.url, a.title, a.lede, a.byline, a.published, a.section, a.tags, a.language, a.gone_at,
       coalesce(s.name, a.site_id) AS site, s.kind, c.captured, c.record_id, c.payload_digest, c.file
FROM articles a LEFT JOIN sites s ON s.id = a.site_id
"""
_NOW = f"{_COLUMNS} LEFT JOIN captures c ON c.id = a.capture_id WHERE a.id IN (SELECT value FROM json_each(?))"
_EARLIER = f"""{_COLUMNS} LEFT JOIN captures c ON c.id =
(SELECT capture_id FROM versions WHERE article_id = a.id AND version = ?2) WHERE a.id = ?1"""
_OF_VERSION = ("title", "lede", "byline", "published", "section", "tags", "language")  # what a version has of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A reference to one version of an article.

    `published` is as precise as the page was: 2020-07-07, 2020-07-07T14:30+07:00, or None. `site` is the name of the
    portal or newspaper. `captured`, `record_id`, `payload_digest` and `file` name the capture that shows the text; the
    record id and the digest stay when a WARC file is renamed or packed anew.
    """

    id: int
    version: int
    url: str
    title: str
    lede: str | None
    authors: tuple[str, ...]
    published: str | None
    section: str | None
    tags: tuple[str, ...]
    language: str
    gone_at: str | None
    site: str
    kind: Literal["portal", "party", "newspaper", "department"] | None
    captured: str | None
    record_id: str | None
    payload_digest: str | None
    file: str | None

    @property
    def key(self) -> str:
        """A name for lists of references: it begins with a letter and holds nothing that BibTeX minds."""
        return f"tintinh-{self.id}" + (f"-v{self.version}" if self.version > 1 else "")

    @property
    def published_day(self) -> str | None:
        """YYYY-MM-DD: most list formats know days only."""
        return self.published[:10] if self.published else None

    @property
    def captured_day(self) -> str | None:
        """YYYY-MM-DD in UTC."""
        return self.captured[:10] if self.captured else None

    @property
    def evidence(self) -> str:
        """Name the kept bytes in one line: article and version, instant, record, digest, file, and when it was found gone."""
        parts = [f"tintinh article {self.id}, version {self.version}"]
        if self.captured:
            parts.append(f"archived {self.captured}")
        parts += [part for part in (self.record_id, self.payload_digest, self.file) if part]
        if self.gone_at:
            parts.append(f"found gone from its address {self.gone_at}")
        return "; ".join(parts)


def iter_citations(connection: sqlite3.Connection, ids: Iterable[int]) -> Iterator[Citation]:
    """Yield the citations of these ids in their order, read in batches. Unknown ids are left out."""
    remaining = iter(ids)
    while batch := list(islice(remaining, _BATCH)):
        found = {row["id"]: row for row in _rows(connection, _NOW, (json.dumps(batch),))}
        yield from (_citation(found[each]) for each in batch if each in found)


def citation(connection: sqlite3.Connection, article_id: int, *, version: int | None = None) -> Citation:
    """Return the citation of one article as it stands, or of an earlier version of it. Raises NotFound."""
    now = next(iter(_rows(connection, _NOW, (json.dumps([article_id]),))), None)
    if now is None:
        raise NotFound(f"there is no article {article_id} in this archive")
    if version in (None, now["version"]):
        return _citation(now)
    query = "SELECT fields FROM versions WHERE article_id = ? AND version = ?"
    kept = connection.execute(query, (article_id, version)).fetchone()
    if kept is None:
        raise NotFound(f"article {article_id} has no version {version}; it has {now['version']}")
    (row,) = _rows(connection, _EARLIER, (article_id, version))
    fields = json.loads(kept[0])
    return _citation(row | {name: fields.get(name) for name in _OF_VERSION} | {"version": version})


def as_text(one: Citation) -> str:
    """Return a reference as one line for a footnote. Names and dates are as the page has them."""
    lead = f"{', '.join(one.authors)}. " if one.authors else ""
    when = f", {one.published}" if one.published else ""
    return f"{lead}“{one.title}”. {one.site}{when}. {one.url} ({one.evidence})."


def one_line(text: str) -> str:
    """Return a text on one line, without control characters, for lists that know no others."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def _rows(connection: sqlite3.Connection, query: str, values: tuple[object, ...]) -> Iterator[dict[str, Any]]:
    cursor = connection.execute(query, values)
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)


def _citation(row: Mapping[str, Any]) -> Citation:
    tags = row["tags"]
    return Citation(
        **{name: row[name] for name in row if name not in ("byline", "tags", "language")},
        authors=authors(row["byline"]),
        tags=tuple((json.loads(tags) if isinstance(tags, str) else tags) or ()),
        language=row["language"] or "vi",
    )
