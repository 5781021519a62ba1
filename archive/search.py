"""Search: newest first or by relevance, filtered, counted, with snippets. Reads only, and never blocks a writer."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive import rows
from archive.errors import BadQuery
from archive.filters import Filters, resolve
from archive.marks import snippet
from archive.query import Compiled
from archive.record import Record, iter_articles
from archive.terms import Field

if TYPE_CHECKING:
    from archive.sidecar.use import Sidecar

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
    with accents, or where `total` itself is not exact. `total_capped`, `more_capped`: there are at least that many,
    for a page counts only so far; `count` goes to the end. `ranked_over`: 5,000 if there were more hits than
    relevance looked at, else None.
    """

    hits: tuple[Hit, ...]
    total: int | None
    more_without_accents: int | None
    ranked_over: int | None
    total_capped: bool = False
    more_capped: bool = False


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
    sidecar: "Sidecar | None" = None,
) -> Result:
    """Return one page of hits, newest first or (`rank`) the most relevant of the newest 5,000; of all with a `sidecar`.

    An empty text lists everything the filters let through. All of the answer is read from one state of the
    archive. `counting=False` leaves out both counts, for speed. Raises BadQuery.
    """
    if not (0 <= limit <= _MOST and 0 <= offset <= _MOST):
        raise BadQuery(f"limit and offset are numbers from 0 to {_MOST:,}")
    filters = filters or Filters()
    with _one_state(connection):
        source = rows.source_of(connection, text, filters, exact=exact)
        cut, counts = False, _Counts()
        scores: list[tuple[int, float | None]]
        best = None
        if rank and source.query is not None and sidecar is not None:
            best = sidecar.best(text, resolve(connection, filters), exact=exact, limit=limit, offset=offset)
        if best is not None:
            scores = [*best.hits]
        elif rank and source.query is not None:
            ranked, cut = rows.ranked(connection, source, source.query)
            scores = [*ranked[offset : offset + limit]]
        else:
            scores = [(each, None) for each in rows.page(connection, source, limit, offset)]
        hits = _hits(connection, scores, source.query)
        if counting:
            wider = None
            if source.query is not None and source.query.accented:
                wider = rows.source_of(connection, text, filters, exact=exact, folded=True)
            counts = _counted(connection, source, wider, best.total if best is not None else None)
    return Result(
        hits=hits,
        total=counts.total,
        more_without_accents=counts.more,
        ranked_over=rows.RANKED if cut else None,
        total_capped=counts.total_capped,
        more_capped=counts.more_capped,
    )


def count(connection: sqlite3.Connection, text: str, filters: Filters | None = None, *, exact: bool = False) -> int:
    """Return the number of hits. Raises BadQuery."""
    with _one_state(connection):
        return rows.count(connection, rows.source_of(connection, text, filters or Filters(), exact=exact))


def ids(
    connection: sqlite3.Connection, text: str, filters: Filters | None = None, *, exact: bool = False
) -> Iterator[int]:
    """Return the ids of all hits, newest first, as a stream for `record.iter_articles`. Raises BadQuery at once.

    As long as the stream is open, the connection sees the archive as it was when the stream began.
    """
    source = rows.source_of(connection, text, filters or Filters(), exact=exact)
    return rows.newest(connection, source, -1, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counts:
    total: int | None = None
    more: int | None = None
    total_capped: bool = False
    more_capped: bool = False


def _counted(
    connection: sqlite3.Connection, source: rows.Source, wider: rows.Source | None, known: int | None
) -> _Counts:
    """Count the hits, unless their number is `known`, and how many more `wider` has."""
    total, capped = (known, False) if known is not None else rows.count_up_to(connection, source)
    if wider is None or capped:
        return _Counts(total=total, total_capped=capped)
    all_of_them, more_capped = rows.count_up_to(connection, wider)
    return _Counts(total=total, more=max(all_of_them + more_capped - total, 0), more_capped=more_capped)


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
