"""The share of articles that a query finds, month by month or year by year.

Shares, not counts: an archive holds more articles of some months than of others. What is compared is the articles of the
same filters with a known date.
"""

import csv
import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TextIO, TypeAlias

from archive import rows
from archive.errors import BadQuery
from archive.facets import months
from archive.filters import Filters

Step: TypeAlias = Literal["month", "year"]
STEPS: tuple[Step, ...] = ("month", "year")
_SPAN = {"month": 100, "year": 10_000}  # what of a day (20200707) is left out
_COLUMNS = ("query", "period", "n", "total", "share")
MOST_QUERIES = 8  # as many as there are colours that everybody can tell apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """For each period (2020-07 or 2020) the number of articles, and of each query's among them.

    The periods run without gap from the first that has an article to the last. `counts[q][p]` belongs to
    `queries[q]` and `periods[p]`, `totals[p]` to the period.
    """

    by: Step
    queries: tuple[str, ...]
    periods: tuple[str, ...]
    totals: tuple[int, ...]
    counts: tuple[tuple[int, ...], ...]

    def share(self, query: int, period: int) -> float | None:
        """Return the share from 0 to 1; None in a period that has no article at all."""
        total = self.totals[period]
        return self.counts[query][period] / total if total else None

    def rows(self) -> Iterator[tuple[str, str, int, int, float | None]]:
        """Yield (query, period, n, total, share), query by query: one observation a row."""
        for number, query in enumerate(self.queries):
            for place, period in enumerate(self.periods):
                share = self.share(number, place)
                yield query, period, self.counts[number][place], self.totals[place], share


def trend(
    connection: sqlite3.Connection,
    queries: Sequence[str],
    filters: Filters | None = None,
    *,
    by: str = "month",
    exact: bool = False,
) -> Trend:
    """Count each query in each period, and all articles as what they are a share of. Raises BadQuery."""
    step = next((each for each in STEPS if each == by), None)
    if step is None:
        raise BadQuery(f"articles cannot be counted by {by!r}; there are {', '.join(STEPS)}")
    if not 1 <= len(queries) <= MOST_QUERIES or not all(query.strip() for query in queries):
        raise BadQuery(f"name 1 to {MOST_QUERIES} words or phrases, each in quotes if it has spaces")
    with rows.one_state(connection):
        totals = _counts(connection, "", filters, step, exact=exact)
        found = [_counts(connection, query, filters, step, exact=exact) for query in queries]
    periods = _periods(totals, step)
    return Trend(
        by=step,
        queries=tuple(queries),
        periods=tuple(f"{each:04}" if step == "year" else f"{each // 100:04}-{each % 100:02}" for each in periods),
        totals=tuple(totals.get(each, 0) for each in periods),
        counts=tuple(tuple(counts.get(each, 0) for each in periods) for counts in found),
    )


def _counts(
    connection: sqlite3.Connection, text: str, filters: Filters | None, step: Step, *, exact: bool
) -> dict[int, int]:
    source = rows.source_of(connection, text, filters or Filters(), exact=exact)
    column = f"day / {_SPAN[step]}"
    counts = rows.divided(connection, source, [column])[column]
    return {period: count for period, count in counts.items() if period is not None}


def _periods(totals: dict[int, int], step: Step) -> list[int]:
    if step == "month" or not totals:
        return months(totals)
    return list(range(min(totals), max(totals) + 1))


def shortened(trend: Trend, most: int) -> tuple[Trend, int]:
    """Return the trend in at most so many periods, neighbours counted together, and how many were put into one."""
    width = -(-len(trend.periods) // most) if trend.periods else 1
    if width == 1:
        return trend, 1
    starts = range(0, len(trend.periods), width)

    def summed(counts: Sequence[int]) -> tuple[int, ...]:
        return tuple(sum(counts[start : start + width]) for start in starts)

    together = Trend(
        by=trend.by,
        queries=trend.queries,
        periods=tuple(trend.periods[start] for start in starts),
        totals=summed(trend.totals),
        counts=tuple(summed(counts) for counts in trend.counts),
    )
    return together, width


def write_csv(trend: Trend, stream: TextIO) -> None:
    """Write the table as CSV (RFC 4180); share is a number from 0 to 1, empty where a period has no article."""
    writer = csv.writer(stream)
    writer.writerow(_COLUMNS)
    writer.writerows(trend.rows())


def write_jsonl(trend: Trend, stream: TextIO) -> None:
    """Write the table with one JSON object a row."""
    for row in trend.rows():
        stream.write(json.dumps(dict(zip(_COLUMNS, row, strict=True)), ensure_ascii=False) + "\n")
