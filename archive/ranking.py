"""Relevance with stock SQLite: bm25 over the newest hits, with title, lede, caption and body weighing 10, 5, 3 and 1.

FTS5 has no early stop, and its bm25() goes through the whole index once for each phrase, to learn how rare it is. For a
word that is quick. Phrases of several words are therefore looked for among the newest articles that hold all their words,
and are scored here, from the texts. What is looked at depends on the archive and the query alone, never on a clock.
"""

import json
import math
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive import rows
from archive.counting import LAST, reached
from archive.marks import Mark, occurrences
from archive.query import Compiled
from archive.terms import Field

RANKED = 5_000  # hits of words: FTS5 needs 1.5 µs for each
# Of phrases: the newest articles, those that hold all the words, hits whose texts are read (20 ns, 0.2 µs, 40 µs).
ARTICLES, CANDIDATES, READ = 250_000, 50_000, 400
_WEIGHTS: dict[Field, int] = {"title": 10, "lede": 5, "caption": 3, "body": 1}
_BM25 = ", ".join(map(str, _WEIGHTS.values()))
_K1, _B = 1.2, 0.75  # as in https://sqlite.org/fts5.html §5.1.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """(id, relevance), the most relevant first. `cut`: there may be older hits, which were not looked at."""

    hits: Sequence[tuple[int, float]]
    cut: bool


def ranked(connection: sqlite3.Connection, source: rows.Source, query: Compiled, *, least: int) -> Ranked:
    """Score the newest hits: as many as the time of one answer allows, and `least` or all of them in any case."""
    if query.pieced:
        found, cut = _newest(connection, source, least)
        scores = _scores(connection, found, query.marks)
    elif query.single:
        # bm25 inside the limit: FTS5 scores what is read, and reads the newest first.
        select = f"SELECT hit.rowid, bm25({source.table}, {_BM25}) FROM {source.table} AS hit WHERE {source.where()}"
        limited = f"{select} ORDER BY hit.rowid DESC LIMIT {RANKED + 1}"
        scores = {each: -score for each, score in connection.execute(limited, source.parameters)}
        cut = len(scores) > RANKED
    else:
        scores = _added_up(connection, rows.page(connection, source, RANKED + 1, 0), query)
        cut = len(scores) > RANKED
    newest_first = sorted(scores.items(), reverse=True)[: READ if query.pieced else RANKED]
    return Ranked(hits=sorted(newest_first, key=lambda item: -item[1]), cut=cut)


def _newest(connection: sqlite3.Connection, source: rows.Source, least: int) -> tuple[list[int], bool]:
    """Return the newest hits among the newest candidates, and whether there may be more."""
    end = reached(connection, source, CANDIDATES, ARTICLES)
    if end is None:
        found = rows.page(connection, source, READ + 1, 0)
        return found[:READ], len(found) > READ
    found = list(rows.in_order(connection, source, READ, where=source.where(end + 1, LAST)))
    if len(found) < least:
        found += rows.in_order(connection, source, least - len(found), where=source.where(0, end))
    return found, len(found) >= least


def _scores(connection: sqlite3.Connection, found: Sequence[int], marks: Sequence[Mark]) -> dict[int, float]:
    """Return the bm25 of these articles, read one by one.

    Lengths are in characters. How rare a phrase is, and how long an article on the average, is told by these articles alone:
    for a single phrase the order is the same, of several alternatives the rarer one counts more.
    """
    counted = {each: (lengths, weights) for each, lengths, weights in _weighed(connection, found, marks)}
    if not counted:
        return {}
    average = sum(length for length, _ in counted.values()) / len(counted) or 1
    holding = [sum(1 for _, weights in counted.values() if weights[at]) for at in range(len(marks))]
    rarity = [math.log(1 + (len(counted) + 1) / (number + 0.5)) for number in holding]
    return {
        each: sum(
            rare * weight * (_K1 + 1) / (weight + _K1 * (1 - _B + _B * length / average))
            for rare, weight in zip(rarity, weights, strict=True)
            if weight
        )
        for each, (length, weights) in counted.items()
    }


def _weighed(
    connection: sqlite3.Connection, found: Sequence[int], marks: Sequence[Mark]
) -> Iterator[tuple[int, int, list[int]]]:
    """Yield for each article its length and, for each mark, how often it occurs, by the weights of the columns."""
    select = f"SELECT id, {', '.join(_WEIGHTS)} FROM articles WHERE id IN (SELECT value FROM json_each(?))"
    for each, *texts in connection.execute(select, (json.dumps(found),)):
        weights = [0] * len(marks)
        for (field, weight), text in zip(_WEIGHTS.items(), texts, strict=True):
            for at, times in enumerate(occurrences(text or "", marks, field)):
                weights[at] += weight * times
        yield each, sum(len(text) for text in texts if text), weights


def _added_up(connection: sqlite3.Connection, found: list[int], query: Compiled) -> dict[int, float]:
    """Return the relevance of these ids as the sum over both indexes."""
    scores = dict.fromkeys(found, 0.0)
    for table, match in (("articles_exact", query.exact_match), ("articles_folded", query.folded_match)):
        if match is None:
            continue
        # The plus: one pass over the hits, not one query to FTS5 for each of 5,000 rows.
        select = (
            f"SELECT rowid, bm25({table}, {_BM25}) FROM {table} "
            f"WHERE {table} MATCH ? AND rowid >= ? AND +rowid IN (SELECT value FROM json_each(?))"
        )
        for each, score in connection.execute(select, (match, min(found, default=0), json.dumps(found))):
            scores[each] -= score
    return scores
