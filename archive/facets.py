"""How the hits of a search divide: by province, site, kind of site, section, year and month. Counts are exact."""

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from archive import rows
from archive.errors import BadQuery
from archive.filters import Filters, resolve

if TYPE_CHECKING:
    from archive.sidecar.use import Sidecar

DEFAULT = ("province", "site", "year", "section")
_SPANS = {"year": 10_000, "month": 100}  # what of a day (20200707) is left out
_NAMED = {  # facet: (column of `facets`, SELECT of code and name)
    "province": ("province", "SELECT id, name FROM provinces"),
    "province_now": ("province", "SELECT id, name_now FROM provinces"),
    "site": ("site", "SELECT code, id FROM sites"),
    "kind": ("site", "SELECT code, kind FROM sites"),
    "section": ("section", "SELECT id, name FROM sections"),
}
NAMES = (*_NAMED, *_SPANS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One way to divide the hits: (value, count), the most frequent first.

    Years and months (2020, 2020-07) come in order instead, from the first that has a hit to the last, with those
    that have none. `unknown` counts hits without a value, such as an article without a date.
    """

    name: str
    values: tuple[tuple[str, int], ...]
    unknown: int

    def top(self, most: int) -> tuple[list[tuple[str, int]], int, int]:
        """Return the first values, how many others there are, and their hits. Years and months are never cut."""
        shown = list(self.values) if self.name in _SPANS else list(self.values[:most])
        others = self.values[len(shown) :]
        return shown, len(others), sum(count for _, count in others)


def facet_names(text: str) -> list[str]:
    """Read names with commas between them, such as "province,year". Raises BadQuery with a suggestion."""
    names = list(dict.fromkeys(name.strip().lower().replace("-", "_") for name in text.split(",") if name.strip()))
    for name in names:
        if name not in NAMES:
            near = get_close_matches(name, NAMES, n=1, cutoff=0.6)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(NAMES)}"
            raise BadQuery(f"no facet is called {name!r}; {hint}")
    if not names:
        raise BadQuery(f"name facets with commas between them: {', '.join(NAMES)}")
    return names


def facets(
    connection: sqlite3.Connection,
    text: str,
    filters: Filters | None = None,
    *,
    names: Sequence[str] = DEFAULT,
    exact: bool = False,
    sidecar: "Sidecar | None" = None,
) -> tuple[int, list[Facet]]:
    """Count all hits of a query, and divide them. An empty text means everything. Raises BadQuery.

    With a `sidecar` it is asked first; the answer is the same.
    """
    filters, names = filters or Filters(), list(dict.fromkeys(names))
    with rows.one_state(connection):
        divided = sidecar and _of_sidecar(connection, sidecar, text, filters, names, exact=exact)
        if not divided:
            source = rows.source_of(connection, text, filters, exact=exact)
            by_column = rows.divided(connection, source, list(dict.fromkeys(map(_column, names))))
            divided = {name: by_column[_column(name)] for name in names}
        found = [_facet(connection, name, counts) for name, counts in divided.items()]
    return sum(divided[names[0]].values()), found


def _of_sidecar(
    connection: sqlite3.Connection,
    sidecar: "Sidecar",
    text: str,
    filters: Filters,
    names: Sequence[str],
    *,
    exact: bool,
) -> dict[str, Counter[int | None]] | None:
    """Return for each facet the number of hits by code, or by year and month; None for what only FTS5 can answer."""
    columns = {name: "day" if name in _SPANS else _column(name) for name in names}
    by_column = sidecar.divided(text, resolve(connection, filters), set(columns.values()), exact=exact)
    if by_column is None:
        return None
    divided: dict[str, Counter[int | None]] = {}
    for name, column in columns.items():
        divided[name] = Counter()
        for code, count in by_column[column].items():
            divided[name][code if code is None else code // _SPANS.get(name, 1)] += count
    return divided


def _facet(connection: sqlite3.Connection, name: str, counts: Mapping[int | None, int]) -> Facet:
    """Return one facet from the number of hits for each of its codes."""
    known = {code: count for code, count in counts.items() if code is not None}
    values = _spans(known, name) if name in _SPANS else _named(connection, known, name)
    return Facet(name=name, values=tuple(values), unknown=counts.get(None, 0))


def facets_dict(total: int, found: Sequence[Facet]) -> dict[str, Any]:
    """Return facets in their public shape, all values of each."""
    shapes = {
        each.name: {
            "values": [{"value": value, "count": count} for value, count in each.values],
            "unknown": each.unknown,
        }
        for each in found
    }
    return {"count": total, "facets": shapes}


def _column(name: str) -> str:
    return f"day / {_SPANS[name]}" if name in _SPANS else _NAMED[name][0]


def _named(connection: sqlite3.Connection, counts: Mapping[int, int], name: str) -> list[tuple[str, int]]:
    """Return names with counts; codes that share a name, such as the parts of a merged province, are one."""
    names = dict(connection.execute(_NAMED[name][1]))
    summed: Counter[str] = Counter()
    for code, count in counts.items():
        summed[names.get(code, f"({code})")] += count
    return sorted(summed.items(), key=lambda item: (-item[1], item[0]))


def _spans(counts: Mapping[int, int], name: str) -> list[tuple[str, int]]:
    """Return every year or month from the first to the last, zeros too."""
    if name == "year":
        return [(f"{year:04}", counts.get(year, 0)) for year in range(min(counts), max(counts) + 1)] if counts else []
    return [(f"{month // 100:04}-{month % 100:02}", counts.get(month, 0)) for month in months(counts)]


def months(counts: Mapping[int, int]) -> list[int]:
    """Return every month (202007) from the least key to the greatest; an empty list of none."""
    if not counts:
        return []
    first, last = min(counts), max(counts)
    numbers = range(first // 100 * 12 + first % 100 - 1, last // 100 * 12 + last % 100)
    return [number // 12 * 100 + number % 12 + 1 for number in numbers]
