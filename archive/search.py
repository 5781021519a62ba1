"""Search: newest first or by relevance, filtered, counted, with snippets. Reads only, and never blocks a writer."""

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive import rows
from archive.bulk import waiting
from archive.counting import count_up_to
from archive.errors import BadQuery
from archive.filters import Filters, resolve
from archive.marks import END, START, marked_text, snippet
from archive.paging import Page, best_of_all, found
from archive.query import Compiled
from archive.record import Record, iter_articles
from archive.stories import copies
from archive.terms import Field

if TYPE_CHECKING:
    from archive.sidecar.use import Sidecar

_DIGITS = 13  # of an article's number
_MOST = 2**31  # of limit and offset


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One article found. Texts are in the source's spelling, each hit in them between U+0002 and U+0003.

    `snippet` is the part of the text round the first hit, `title` the whole title, `captions` those captions that hold
    a hit. `rank` is the relevance, greater is better, comparable within one answer; None in order of date. `copies`
    are the other articles of the same story, here or not, as (id, site).
    """

    article: Record
    snippet: str
    rank: float | None
    title: str = ""
    captions: tuple[str, ...] = ()
    copies: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One page of an answer. `total` counts all hits (None if not asked for), also those folded into another.

    `more_without_accents`: how many more there are when accents do not count; None unless the query has words
    with accents, or where `total` itself is not exact. `total_capped`, `more_capped`: there are at least that many,
    for a page counts only so far (`archive.counting`); `count` goes to the end. `ranked_over`: how many hits, the newest,
    relevance looked at, if there may be more (`archive.ranking`), else None.
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
    oldest: bool = False,
    exact: bool = False,
    fold: bool = False,
    limit: int = 20,
    offset: int = 0,
    counting: bool = True,
    sidecar: "Sidecar | None" = None,
) -> Result:
    """Return one page of hits, newest first, oldest first or the most relevant (`rank`).

    Relevance looks at the newest hits (`archive.ranking`), or at all of them with a `sidecar`. An empty text lists everything the
    filters let through. The number of an article, or the one it had in an archive that was merged in, finds that
    article. `fold` shows one hit for each story, the first in the order asked for; limit and offset then count stories.
    All of the answer is read from one state of the archive. `counting=False` leaves out both counts, for speed. Raises
    BadQuery.
    """
    if not (0 <= limit <= _MOST and 0 <= offset <= _MOST):
        raise BadQuery(f"limit and offset are numbers from 0 to {_MOST:,}")
    if rank and oldest:
        raise BadQuery("hits come either by relevance or oldest first, not both")
    filters = filters or Filters()
    with rows.one_state(connection):
        if (named := _by_number(connection, text, filters)) is not None:
            return _one_hit(connection, named, shown=limit > 0 and offset == 0)
        source = rows.source_of(connection, text, filters, exact=exact)
        page = Page(rank=rank, oldest=oldest, fold=fold, limit=limit, offset=offset)
        chosen = None
        if rank and source.query is not None and sidecar is not None:
            best = partial(sidecar.best, text, resolve(connection, filters), exact=exact, offset=0, counting=counting)
            chosen = best_of_all(connection, best, page)
        if chosen is None:
            chosen = found(connection, source, page)
        hits, counts = _hits(connection, chosen.scores, source.query), _Counts()
        if counting:
            wider = None
            if source.query is not None and source.query.accented:
                wider = rows.source_of(connection, text, filters, exact=exact, folded=True)
            counts = _counted(connection, source, wider, chosen.total, seen=offset + len(hits) if hits else 0)
    return Result(
        hits=hits,
        total=counts.total,
        more_without_accents=counts.more,
        ranked_over=chosen.cut,
        total_capped=counts.total_capped,
        more_capped=counts.more_capped,
    )


def best_index(folder: Path, connection: sqlite3.Connection, *, helps: bool) -> "tuple[Sidecar | None, str | None]":
    """Return the sidecar where it helps and is fresh, and a line for the person about an index that lags behind.

    It helps with relevance and with facets.
    """
    missing = waiting(connection)
    if missing:
        return None, f"{missing} articles cannot be found yet: they are being indexed, or tintinh index completes them"
    if not helps:
        return None, None
    from archive.sidecar.use import fresh  # 15 ms that other searches need not wait

    return fresh(folder, connection)


def hit_dict(hit: Hit) -> dict[str, Any]:
    """Return a hit in its public shape: the article and what the query found in it, each hit in «»."""
    return {
        **hit.article,
        "snippet": _quoted(hit.snippet),
        "rank": hit.rank,
        "captions": [_quoted(caption) for caption in hit.captions],
        "copies": [{"id": identity, "site": site} for identity, site in hit.copies],
    }


def _quoted(text: str) -> str:
    return text.replace(START, "«").replace(END, "»")


def count(connection: sqlite3.Connection, text: str, filters: Filters | None = None, *, exact: bool = False) -> int:
    """Return the number of hits. Raises BadQuery."""
    with rows.one_state(connection):
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
    return rows.in_order(connection, source)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counts:
    total: int | None = None
    more: int | None = None
    total_capped: bool = False
    more_capped: bool = False


def _counted(
    connection: sqlite3.Connection, source: rows.Source, wider: rows.Source | None, known: int | None, *, seen: int
) -> _Counts:
    """Count the hits, unless their number is `known`, and how many more `wider` has. So many were `seen` already."""
    total, capped = (known, False) if known is not None else count_up_to(connection, source)
    if wider is None or capped:
        return _Counts(total=max(total, seen), total_capped=capped)
    all_of_them, more_capped = count_up_to(connection, wider)
    if more_capped and all_of_them < total:
        return _Counts(total=total)
    return _Counts(total=total, more=max(all_of_them + more_capped - total, 0), more_capped=more_capped)


def _one_hit(connection: sqlite3.Connection, identity: int, *, shown: bool) -> Result:
    hits = _hits(connection, {identity: None} if shown else {}, None)
    return Result(hits=hits, total=1, more_without_accents=None, ranked_over=None)


def _by_number(connection: sqlite3.Connection, text: str, filters: Filters) -> int | None:
    """Return the article that a text names by its number; None when it is no number of one, or there are filters too."""
    return rows.by_number(connection, text.strip()) if filters == Filters() and len(text.strip()) == _DIGITS else None


def _hits(
    connection: sqlite3.Connection, scores: Mapping[int, float | None], query: Compiled | None
) -> tuple[Hit, ...]:
    hits, others, marks = [], copies(connection, scores), query.marks if query else ()
    for record in iter_articles(connection, scores):
        captions = [photo["caption"] for photo in record["photos"] if photo["caption"]]
        fields: dict[Field, str | None] = {
            "title": record["title"],
            "lede": record["lede"],
            "caption": "\n".join(captions),
            "body": "\n\n".join(record["body"]),
        }
        marked = (marked_text(caption, marks, "caption") for caption in captions)
        hits.append(
            Hit(
                article=record,
                snippet=snippet(fields, marks),
                rank=scores[record["id"]],
                title=marked_text(record["title"], marks, "title"),
                captions=tuple(caption for caption in marked if START in caption),
                copies=tuple(others.get(record["id"], ())),
            )
        )
    return tuple(hits)
