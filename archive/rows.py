"""Which rows a query and its filters find, in which order: the SELECTs behind `archive.search`.

The order of row ids is the order of publication (an id begins with its day), so the newest hits come first
out of the full-text index without a sort, and a range of dates is a range of row ids.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from math import prod

from archive.errors import NotFound
from archive.filters import Filters, resolve
from archive.marks import mentions
from archive.query import Compiled
from archive.query import compile as compile_query

_WINDOWS = (10**7, 10**9, 2 * 10**9, 4 * 10**9, 8 * 10**9)  # a month, then years that double, as distances between ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a SELECT over `hit` reads: the table that drives it, the condition, its parameters.

    `template` becomes the condition when {range} is filled in: what limits the look-ups inside it. `bounds` are the ids
    between which hits can lie, where dates narrow.
    """

    table: str
    template: str
    parameters: tuple[str | int, ...]
    query: Compiled | None
    bounds: tuple[int, int] | None = None

    @property
    def reads(self) -> bool:
        """Whether articles themselves are read to decide: no index holds bylines."""
        return "tintinh_mentions" in self.template

    def where(self, first: int | None = None, last: int | None = None) -> str:
        """Return the condition, limited to a range of ids if one is given."""
        if first is None or last is None:
            return self.template.format(range="")
        bounds = f"rowid BETWEEN {first} AND {last}"
        return f"{self.template.format(range=f' AND {bounds}')} AND hit.{bounds}"


@contextmanager
def one_state(connection: sqlite3.Connection) -> Iterator[None]:
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


def source_of(
    connection: sqlite3.Connection, text: str, filters: Filters, *, exact: bool = False, folded: bool = False
) -> Source:
    """Say what to read for a query and its filters; an empty text means everything. Raises BadQuery."""
    query = compile_query(text, exact=exact, folded=folded) if text.strip() else None
    narrowing = resolve(connection, filters)
    conditions = [query.template] if query else []
    parameters = [*query.parameters] if query else []
    table: str = query.table if query else "articles"
    if narrowing.bounds is not None:
        conditions.append("hit.rowid BETWEEN ? AND ?")
        parameters += narrowing.bounds
    if narrowing.on("hit") and query is None:
        table = "facets"  # its indexes give a site's articles newest first
        conditions.append(narrowing.on("hit"))
    elif narrowing.on("f"):
        own = f"SELECT 1 FROM facets f WHERE f.article_id = hit.rowid AND {narrowing.on('f')}"
        conditions.append(f"EXISTS ({own})")
    parameters += narrowing.parameters
    template = " AND ".join(conditions) or "TRUE"
    source = Source(
        table=table,
        template=template,
        parameters=tuple(parameters),
        query=query,
        bounds=narrowing.bounds,
    )
    if source.reads:
        _register(connection)
    return source


def _register(connection: sqlite3.Connection) -> None:
    """Give the connection the function that reads bylines. Once: SQLite refuses it again while a SELECT is open."""
    known = "SELECT 1 FROM pragma_function_list WHERE name = 'tintinh_mentions'"
    if connection.execute(known).fetchone() is None:
        connection.create_function("tintinh_mentions", 3, mentions, deterministic=True)


def in_order(
    connection: sqlite3.Connection,
    source: Source,
    limit: int = -1,
    offset: int = 0,
    *,
    oldest: bool = False,
    where: str | None = None,
) -> Iterator[int]:
    """Return ids as a stream, newest first or oldest first; a limit of -1 means all."""
    select = f"SELECT hit.rowid FROM {source.table} AS hit WHERE {where or source.where()}"
    ordered = f"{select} ORDER BY hit.rowid {'ASC' if oldest else 'DESC'} LIMIT ? OFFSET ?"
    return (each[0] for each in connection.execute(ordered, (*source.parameters, limit, offset)))


def by_window(connection: sqlite3.Connection, source: Source, *, oldest: bool = False) -> Iterator[int]:
    """Return all ids as a stream in which the first come soon: what needs look-ups is read window by window."""
    if source.query is None or source.query.single:
        yield from in_order(connection, source, oldest=oldest)
        return
    # Each in a SELECT of its own: asked for both at once, SQLite reads every row.
    ends = "SELECT (SELECT min(id) FROM articles), (SELECT max(id) FROM articles)"
    lowest, highest = connection.execute(ends).fetchone()
    if highest is None:
        return
    for first, last in _windows(lowest, highest, oldest=oldest):
        yield from in_order(connection, source, oldest=oldest, where=source.where(first, last))


def _windows(lowest: int, highest: int, *, oldest: bool) -> Iterator[tuple[int, int]]:
    """Yield ranges of ids that join without gap: narrow ones first, then wider ones to the other end."""
    if oldest:
        first = lowest
        for last in [*(lowest + width for width in _WINDOWS), highest]:
            if first <= highest:
                yield first, min(last, highest)
            first = last + 1
    else:
        last = highest
        for first in [*(highest - width for width in _WINDOWS), lowest]:
            if last >= lowest:
                yield max(first, lowest), last
            last = first - 1


def page(connection: sqlite3.Connection, source: Source, limit: int, offset: int, *, oldest: bool = False) -> list[int]:
    """Return the ids of one page."""
    if source.query is None or source.query.single:
        return list(in_order(connection, source, limit, offset, oldest=oldest))
    return list(islice(by_window(connection, source, oldest=oldest), offset, offset + limit))


def count(connection: sqlite3.Connection, source: Source, *, where: str | None = None) -> int:
    """Return the number of hits."""
    select = f"SELECT count(*) FROM {source.table} AS hit WHERE {where or source.where()}"
    found: int = connection.execute(select, source.parameters).fetchone()[0]
    return found


def divided(connection: sqlite3.Connection, source: Source, columns: Sequence[str]) -> dict[str, Counter[int | None]]:
    """Count the hits by each of these expressions over `facets`; the hits are read once, however many there are.

    Integers of the narrow table: 2.5 to 8 times as fast as the text columns of articles. They come as one list, for GROUP
    BY would sort the hits, which takes as long as finding them; and as one number for each hit, its digits the codes.
    """
    table = "hit" if source.query is None else "n"
    over = f"FROM facets AS hit WHERE {source.where()}"
    if source.query is not None:  # CROSS: the hits drive, never a scan of facets
        over = f"FROM {source.table} AS hit CROSS JOIN facets AS n ON n.article_id = hit.rowid WHERE {source.where()}"
    bases = [_greatest(connection, column) + 2 for column in columns]
    if prod(bases) >= 2**63:  # more than SQLite's integers hold
        parts = (columns[: len(columns) // 2], columns[len(columns) // 2 :])
        return {name: counts for part in parts for name, counts in divided(connection, source, part).items()}
    number = "0"
    for column, base in zip(columns, bases, strict=True):
        number = f"({number}) * {base} + coalesce({table}.{column} + 1, 0)"
    (listed,) = connection.execute(f"SELECT json_group_array({number}) {over}", source.parameters).fetchone()
    counts: dict[str, Counter[int | None]] = {column: Counter() for column in columns}
    for text, count in Counter(listed[1:-1].split(",") if listed != "[]" else ()).items():
        rest = int(text)
        for column, base in zip(reversed(columns), reversed(bases), strict=True):
            rest, code = divmod(rest, base)
            counts[column][code - 1 if code else None] += count
    return counts


def _greatest(connection: sqlite3.Connection, column: str) -> int:
    """Return a number that no value of an expression over `facets` exceeds."""
    if column.startswith("day"):
        return 99999999 // int(column.partition("/")[2] or 1)
    names = {"site": "SELECT max(code) FROM sites", "province": "SELECT max(id) FROM provinces"}
    query = names.get(column, "SELECT max(id) FROM sections")
    return int(connection.execute(query).fetchone()[0] or 0)


def by_number(connection: sqlite3.Connection, text: str) -> int | None:
    """Return the id of the article with this number, here or else in an archive that was merged in; None if there is none.

    Raises NotFound when archives that were merged in have different articles under it.
    """
    if not text.isdecimal() or len(text) > 18:  # what SQLite can hold
        return None
    if connection.execute("SELECT 1 FROM articles WHERE id = ?", (int(text),)).fetchone():
        return int(text)
    query = "SELECT DISTINCT article_id FROM aliases WHERE alias = ? ORDER BY 1"
    found = [identity for (identity,) in connection.execute(query, (int(text),))]
    if len(found) > 1:
        listed = ", ".join(map(str, found))
        raise NotFound(
            f"{text} was the number of several articles in archives that were merged: {listed}; name one of these"
        )
    return found[0] if found else None
