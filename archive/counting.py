"""How many hits there are, as far as a page can afford to count: the newest ten thousand that come into question.

Where counting stops depends on the archive and the query alone, never on a clock, so that the same question has the same
answer on every machine. What comes into question holds the words of a query's part. To find that takes 50 ns for each
article; whether it is a hit may need positions or look-ups, 100 ns and more.
"""

import sqlite3

from archive import rows
from archive.query import Table

COUNTED = 10_000  # candidates of each part of a query: about a millisecond
_COUNTED_BY_READING = 1_000  # articles whose bylines are read: ten times as long
_ARTICLES = 50_000  # the newest, where several words must meet: 10 ns for each of them and each word
_MOST_DAYS = 2_000  # with articles, walked to find so many: 2 µs each
LAST = 2**62  # no id is greater


def count_up_to(connection: sqlite3.Connection, source: rows.Source) -> tuple[int, bool]:
    """Return the number of hits, and whether it is only where counting stopped: there are at least so many then."""
    if source.query is None:
        found = sum(1 for _ in rows.in_order(connection, source, COUNTED + 1))
        return min(found, COUNTED), found > COUNTED
    end = reached(connection, source, _COUNTED_BY_READING if source.reads else COUNTED, _ARTICLES)
    if end is None:
        return rows.count(connection, source), False
    if source.query.single and source.parameters == (source.query.candidates[0][1],) and not source.query.joins:
        return COUNTED, True  # every candidate is a hit
    return rows.count(connection, source, where=source.where(end + 1, LAST)), True


def reached(connection: sqlite3.Connection, source: rows.Source, most: int, articles: int) -> int | None:
    """Return the id down to which no part of a query has more than `most` candidates, counted from the newest.

    Where words must meet, no further down than about so many articles. None if that is all, in the archive or the dates.
    """
    first, last = source.bounds or (0, LAST)
    query, found = source.query, []
    if query is not None and query.joins and (oldest := _oldest_of(connection, last, articles)) > first:
        first, found = oldest, [oldest]
    parts: list[tuple[Table, str | None]] = [*query.candidates] if query is not None else []
    if source.reads and source.table == "articles":
        parts.append(("articles", None))
    for table, match in parts:
        condition = f"{table} MATCH ? AND" if match is not None else ""
        select = (
            f"SELECT rowid FROM {table} WHERE {condition} rowid BETWEEN ? AND ? ORDER BY rowid DESC LIMIT 1 OFFSET ?"
        )
        parameters = (*([match] if match is not None else []), first, last, most)
        found += [identity for (identity,) in connection.execute(select, parameters)]
    return max(found, default=None)


def _oldest_of(connection: sqlite3.Connection, last: int, articles: int) -> int:
    """Return the id at which the newest articles, about so many, begin; 0 if there are not so many.

    Goes back day by day, for the last number of a day is that of its articles, or little more; where the days bring
    few articles not for so long that it would take time.
    """
    if connection.execute("SELECT coalesce(max(number), 0) FROM changes").fetchone()[0] <= articles:
        return 0
    query = """
WITH RECURSIVE days(id, articles, number) AS (
  SELECT max(id), 0, 1 FROM articles WHERE id <= ?1
  UNION ALL
  SELECT (SELECT max(id) FROM articles WHERE id < days.id / 100000 * 100000), articles + days.id % 100000, number + 1
  FROM days WHERE id IS NOT NULL AND articles < ?2 AND number < ?3)
SELECT id FROM days ORDER BY number DESC LIMIT 1
"""
    found = connection.execute(query, (last, articles, _MOST_DAYS)).fetchone()
    return int(found[0] or 0)
