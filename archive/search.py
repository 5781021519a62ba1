"""Search: newest first or by relevance, filtered, counted, with snippets. Reads only, and never blocks a writer."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from archive import rows
from archive.errors import BadQuery
from archive.filters import Filters
from archive.marks import END, START, marked_text, snippet
from archive.query import Compiled
from archive.record import Record, iter_articles
from archive.stories import copies, story_of
from archive.terms import Field

_MOST = 2**31  # of limit and offset
_FOLDED_AT_ONCE = 50  # hits whose stories are looked up together


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
    oldest: bool = False,
    exact: bool = False,
    fold: bool = False,
    limit: int = 20,
    offset: int = 0,
    counting: bool = True,
) -> Result:
    """Return one page of hits, newest first, oldest first or (`rank`) the most relevant of the newest 5,000.

    An empty text lists everything the filters let through. `fold` shows one hit for each story, the first in the
    order asked for; limit and offset then count stories. All of the answer is read from one state of the archive.
    `counting=False` leaves out both counts, for speed. Raises BadQuery.
    """
    if not (0 <= limit <= _MOST and 0 <= offset <= _MOST):
        raise BadQuery(f"limit and offset are numbers from 0 to {_MOST:,}")
    if rank and oldest:
        raise BadQuery("hits come either by relevance or oldest first, not both")
    filters = filters or Filters()
    with rows.one_state(connection):
        source = rows.source_of(connection, text, filters, exact=exact)
        cut, total, more = False, None, None
        scores: dict[int, float | None]
        if rank and source.query is not None:
            ranked, cut = rows.ranked(connection, source, source.query)
            relevance = dict(ranked)
            chosen = _chosen(connection, relevance, limit, offset, fold=fold)
            scores = {each: relevance[each] for each in chosen}
        elif fold:
            found = rows.by_window(connection, source, oldest=oldest)
            scores = dict.fromkeys(_chosen(connection, found, limit, offset, fold=True))
        else:
            scores = dict.fromkeys(rows.page(connection, source, limit, offset, oldest=oldest))
        hits = _hits(connection, scores, source.query)
        if counting:
            total = rows.count(connection, source)
            if source.query is not None and source.query.accented:
                wider = rows.source_of(connection, text, filters, exact=exact, folded=True)
                more = rows.count(connection, wider) - total
    return Result(hits=hits, total=total, more_without_accents=more, ranked_over=rows.RANKED if cut else None)


def _chosen(connection: sqlite3.Connection, ids: Iterable[int], limit: int, offset: int, *, fold: bool) -> list[int]:
    """Return one page of a stream of ids, each story only once if they are folded."""
    return list(islice(_folded(connection, iter(ids)) if fold else ids, offset, offset + limit))


def _folded(connection: sqlite3.Connection, ids: Iterator[int]) -> Iterator[int]:
    seen: set[int] = set()
    while batch := list(islice(ids, _FOLDED_AT_ONCE)):
        stories = story_of(connection, batch)
        for each in batch:
            story = stories.get(each)
            if story is None or story not in seen:
                yield each
            if story is not None:
                seen.add(story)


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
        return rows.count(connection, rows.source_of(connection, text, filters or Filters(), exact=exact))


def ids(
    connection: sqlite3.Connection, text: str, filters: Filters | None = None, *, exact: bool = False
) -> Iterator[int]:
    """Return the ids of all hits, newest first, as a stream for `record.iter_articles`. Raises BadQuery at once.

    As long as the stream is open, the connection sees the archive as it was when the stream began.
    """
    source = rows.source_of(connection, text, filters or Filters(), exact=exact)
    return rows.in_order(connection, source)


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
