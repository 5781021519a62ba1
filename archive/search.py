"""Search: newest first or by relevance, filtered, counted, with snippets. Reads only, and never blocks a writer."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from archive import rows
from archive.errors import BadQuery
from archive.filters import Filters
from archive.lookup import by_number
from archive.marks import snippet
from archive.query import Compiled
from archive.record import Record, iter_articles
from archive.terms import Field

_DIGITS = 13  # of an article's number
_MOST = 2**31  # of limit and offset


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One article found. `snippet` is in the source's spelling, each hit between U+0002 and U+0003.

    `rank` is the relevance, greater is better, comparable within one answer; None in newest-first order.
    """

    article: Record
    snippet: str
    rank: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One page of an answer. `total` counts all hits (None if not asked for).

    `more_without_accents`: how many more there are when accents do not count; None unless the query has words
    with accents. `ranked_over`: 5,000 if there were more hits than relevance looked at, else None.
    """

    hits: tuple[Hit, ...]
    total: int | None
    more_without_accents: int | None
    ranked_over: int | None


def search(
    connection: sqlite3.Connection,
    text: str,
    filters: Filters | None = None,
    *,
    rank: bool = False,
    exact: bool = False,
    limit: int = 20,
    offset: int = 0,
    counting: bool = True,
) -> Result:
    """Return one page of hits, newest first or (`rank`) the most relevant of the newest 5,000.

    The number of an article, or the one it had in an archive that was merged in, finds that article. An empty text lists
    everything the filters let through. All of the answer is read from one state of the archive. `counting=False`
    leaves out both counts, for speed. Raises BadQuery.
    """
    if not (0 <= limit <= _MOST and 0 <= offset <= _MOST):
        raise BadQuery(f"limit and offset are numbers from 0 to {_MOST:,}")
    filters = filters or Filters()
    with _one_state(connection):
        if (named := _by_number(connection, text, filters)) is not None:
            hits = _hits(connection, [(named, None)] if limit and not offset else [], None)
            return Result(hits=hits, total=1, more_without_accents=None, ranked_over=None)
        source = rows.source_of(connection, text, filters, exact=exact)
        cut, total, more = False, None, None
        scores: list[tuple[int, float | None]]
        if rank and source.query is not None:
            ranked, cut = rows.ranked(connection, source, source.query)
            scores = [*ranked[offset : offset + limit]]
        else:
            scores = [(each, None) for each in rows.page(connection, source, limit, offset)]
        hits = _hits(connection, scores, source.query)
        if counting:
            total = rows.count(connection, source)
            if source.query is not None and source.query.accented:
                wider = rows.source_of(connection, text, filters, exact=exact, folded=True)
                more = rows.count(connection, wider) - total
    return Result(hits=hits, total=total, more_without_accents=more, ranked_over=rows.RANKED if cut else None)


def count(connection: sqlite3.Connection, text: str, filters: Filters | None = None, *, exact: bool = False) -> int:
    """Return the number of hits. Raises BadQuery."""
    with _one_state(connection):
        if _by_number(connection, text, filters or Filters()) is not None:
            return 1
        return rows.count(connection, rows.source_of(connection, text, filters or Filters(), exact=exact))


def ids(
    connection: sqlite3.Connection, text: str, filters: Filters | None = None, *, exact: bool = False
) -> Iterator[int]:
    """Return the ids of all hits, newest first, as a stream for `record.iter_articles`. Raises BadQuery at once.

    As long as the stream is open, the connection sees the archive as it was when the stream began.
    """
    source = rows.source_of(connection, text, filters or Filters(), exact=exact)
    return rows.newest(connection, source, -1, 0)


def _by_number(connection: sqlite3.Connection, text: str, filters: Filters) -> int | None:
    """Return the article that a text names by its number; None when it is no number of one, or there are filters too."""
    return by_number(connection, text.strip()) if filters == Filters() and len(text.strip()) == _DIGITS else None


@contextmanager
def _one_state(connection: sqlite3.Connection) -> Iterator[None]:
    """Read everything inside from one state of the database, so that page and counts agree."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        if connection.in_transaction:
            connection.execute("COMMIT")


def _hits(
    connection: sqlite3.Connection, scores: list[tuple[int, float | None]], query: Compiled | None
) -> tuple[Hit, ...]:
    by_id = dict(scores)
    hits = []
    for record in iter_articles(connection, by_id):
        fields: dict[Field, str | None] = {
            "title": record["title"],
            "lede": record["lede"],
            "caption": "\n".join(photo["caption"] or "" for photo in record["photos"]),
            "body": "\n\n".join(record["body"]),
        }
        found = snippet(fields, query.marks if query else ())
        hits.append(Hit(article=record, snippet=found, rank=by_id[record["id"]]))
    return tuple(hits)
