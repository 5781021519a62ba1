"""Keyword in context: each place where a query's words stand, with the text to its left and right, in the source's spelling.

The places are those of the full-text indexes themselves (FTS5's highlight), so phrases and NEAR are found here as
search finds them. The folded index sees d for đ, one letter for one, so its places hold in the source's text too.
"""

import csv
import json
import re
import sqlite3
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TextIO

from archive import rows
from archive.errors import BadQuery
from archive.filters import Filters
from archive.folding import plain, words
from archive.marks import END, START, merged, spans
from archive.query import Compiled
from archive.terms import Field

ORDERS = ("newest", "date", "left", "right")

_BATCH = 200  # articles read at once
_FIELDS: tuple[Field, ...] = ("title", "lede", "caption", "body")
_ARTICLES = """
SELECT id, url, published, site_id, title, lede, caption, body FROM articles
WHERE id IN (SELECT value FROM json_each(?))
"""
_NOT_TEXT = re.compile(f"[{START}{END}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One place: `left`, `hit` and `right` are neighbouring parts of one field, spaces and line breaks made one space."""

    id: int
    url: str
    date: str | None
    site: str
    field: Field
    left: str
    hit: str
    right: str


def kwic(
    connection: sqlite3.Connection,
    text: str,
    filters: Filters | None = None,
    *,
    order: str = "newest",
    exact: bool = False,
    context: int = 60,
) -> Generator[Line, None, None]:
    """Return every place, with up to `context` characters on either side, as a stream in flat memory.

    `newest` and `date` (oldest first) stream from the index. `left` and `right` sort all places, by the words next
    to the hit, in a temporary file of SQLite before the first is given. Raises BadQuery at once.
    """
    if order not in ORDERS:
        raise BadQuery(f"lines cannot be sorted by {order!r}; there are {', '.join(ORDERS)}")
    if not text.strip():
        raise BadQuery("name a word or a phrase to see in its context")
    source = rows.source_of(connection, text, filters or Filters(), exact=exact)
    assert source.query is not None
    if source.query.exact_match is None and source.query.folded_match is None:
        raise BadQuery("byline: names people, not words of the text; add a word to see in its context")
    found = _lines(connection, source, source.query, oldest=order == "date", context=context)
    return _sorted(found, order) if order in ("left", "right") else found


def some(lines: Iterator[Line], most: int) -> tuple[list[Line], bool]:
    """Return the first lines, and whether there are more."""
    shown = list(islice(lines, most + 1))
    return shown[:most], len(shown) > most


def write_csv(lines: Iterator[Line], stream: TextIO, *, limit: int | None = None) -> None:
    """Write lines as they come as CSV (RFC 4180) to a stream opened with newline=""."""
    writer = csv.writer(stream)
    writer.writerow(Line.__slots__)
    writer.writerows(_values(line) for line in islice(lines, limit))


def write_jsonl(lines: Iterator[Line], stream: TextIO, *, limit: int | None = None) -> None:
    """Write lines as they come, one JSON object a line."""
    for line in islice(lines, limit):
        stream.write(json.dumps(dict(zip(Line.__slots__, _values(line), strict=True)), ensure_ascii=False) + "\n")


def _values(line: Line) -> list[str | int | None]:
    return [getattr(line, name) for name in Line.__slots__]


def _lines(
    connection: sqlite3.Connection, source: rows.Source, query: Compiled, *, oldest: bool, context: int
) -> Generator[Line, None, None]:
    with rows.one_state(connection):  # texts and places must be of the same state
        ids = rows.by_window(connection, source, oldest=oldest)
        while batch := list(islice(ids, _BATCH)):
            yield from _of_articles(connection, query, batch, context)


def _of_articles(connection: sqlite3.Connection, query: Compiled, batch: list[int], context: int) -> Iterator[Line]:
    places = _places(connection, query, batch)
    articles = {row[0]: row for row in connection.execute(_ARTICLES, (json.dumps(batch),))}
    for each in batch:
        identity, url, published, site, *texts = articles[each]
        for number, (field, whole) in enumerate(zip(_FIELDS, texts, strict=True)):
            if whole is None:
                continue
            if _NOT_TEXT.search(whole):  # its own U+0002 would pass for a mark
                whole = _NOT_TEXT.sub("", whole)
                hits = spans(whole, query.marks, field)
            else:
                hits = merged(places.get((identity, number), []))
            for start, end in hits:
                yield Line(
                    id=identity,
                    url=url,
                    date=published,
                    site=site,
                    field=field,
                    left=_before(whole, start, context),
                    hit=" ".join(whole[start:end].split()),
                    right=_after(whole, end, context),
                )


def _places(
    connection: sqlite3.Connection, query: Compiled, ids: list[int]
) -> dict[tuple[int, int], list[tuple[int, int]]]:
    """Return (start, end) of the hits in each text, by article and number of the field."""
    found: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for table, match in (("articles_exact", query.exact_match), ("articles_folded", query.folded_match)):
        if match is None:
            continue
        marked = ", ".join(f"highlight({table}, {number}, '{START}', '{END}')" for number in range(len(_FIELDS)))
        # The plus: one pass over the hits in the range, not one query to FTS5 for each row.
        select = (
            f"SELECT rowid, {marked} FROM {table} WHERE {table} MATCH ? AND rowid BETWEEN ? AND ? "
            "AND +rowid IN (SELECT value FROM json_each(?))"
        )
        for identity, *texts in connection.execute(select, (match, min(ids), max(ids), json.dumps(ids))):
            for number, text in enumerate(texts):
                if text and START in text:
                    found.setdefault((identity, number), []).extend(_unmarked(text))
    return found


def _unmarked(text: str) -> Iterator[tuple[int, int]]:
    """Return where the marked parts stand once the marks are gone."""
    position = 0
    for piece in text.split(START):
        inside, mark, after = piece.partition(END)
        if mark:
            yield position, position + len(inside)
        position += len(inside) + len(after)


def _before(text: str, start: int, context: int) -> str:
    """Return the whole words before a place that fit into so many characters."""
    near = " ".join(text[max(0, start - 2 * context) : start].split())  # twice as much: runs of white space shrink
    return near if len(near) <= context else near[len(near) - context :].partition(" ")[2]


def _after(text: str, end: int, context: int) -> str:
    """Return the whole words after a place that fit into so many characters, with the sign that ends the hit's word."""
    near = " ".join(text[end : end + 2 * context].split())
    return near if len(near) <= context else near[:context].rpartition(" ")[0]


def _sorted(lines: Iterator[Line], order: str) -> Generator[Line, None, None]:
    """Sort by the words next to the hit. A database without a name spills to a temporary file and goes with it."""
    store = sqlite3.connect("")
    try:
        store.execute("CREATE TABLE lines(key TEXT, line TEXT)")
        store.executemany(
            "INSERT INTO lines VALUES (?, ?)",
            ((_key(line, order), json.dumps(_values(line))) for line in lines),
        )
        for (kept,) in store.execute("SELECT line FROM lines ORDER BY key, rowid"):
            yield Line(**dict(zip(Line.__slots__, json.loads(kept), strict=True)))
    finally:
        store.close()


def _key(line: Line, order: str) -> str:
    """Return what sorts a line: the words from the hit outwards, by their letters first and their accents second."""
    found = words((line.left if order == "left" else line.right).lower())
    outwards = found[::-1] if order == "left" else found
    return plain(" ".join(outwards)) + "\x00" + " ".join(outwards)
