"""What narrows a search: site, province, section, dates, what an article has; as conditions beside a row of `facets`."""

import calendar
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from difflib import get_close_matches

from archive.errors import BadQuery
from archive.folding import name_key

_IDS_PER_DAY = 100_000  # an article's id is its day (YYYYMMDD) and five digits


_STATES = {  # what a row of facets, called {row}, stands for
    "has_photo": "EXISTS (SELECT 1 FROM photos WHERE article_id = {row}.article_id)",
    "changed": "EXISTS (SELECT 1 FROM versions WHERE article_id = {row}.article_id)",
    "gone": "{row}.article_id IN (SELECT id FROM articles WHERE gone_at IS NOT NULL)",  # articles_gone holds them
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a person asks for; None and False do not narrow.

    `site` is an id or a name. `province` is the name of then or of today: every site whose province bears it in
    either list counts, so that a merged province brings all its former parts. Names compare without accents and
    case. `kind` is portal, party, newspaper or department. Dates are YYYY-MM-DD, both days included (a year or month
    stands for its first or its last day), and `month` is YYYY-MM in place of both; an article without a known day is
    outside every range. `changed`: there are earlier versions. `gone`: its address was found gone.
    """

    site: str | None = None
    province: str | None = None
    kind: str | None = None
    section: str | None = None
    date_from: str | None = None
    date_to: str | None = None
    month: str | None = None
    has_photo: bool = False
    changed: bool = False
    gone: bool = False

    def asked_for(self) -> dict[str, str | bool]:
        """Return what narrows, by the names of the options: {"site": ..., "from": ..., "has_photo": True}."""
        values = {each.name.removeprefix("date_"): getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in values.items() if value not in (None, False)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """Filters looked up: what a row of `facets` must be. `bounds` is the range of row ids that can hold hits, if there is one.

    codes: columns of `facets` with the codes allowed. days: the first and the last, YYYYMMDD. states: keys of what else
    must hold, which only the database knows.
    """

    codes: tuple[tuple[str, tuple[int, ...]], ...]
    days: tuple[int, int] | None
    states: tuple[str, ...]
    bounds: tuple[int, int] | None

    def on(self, alias: str) -> str:
        """Return the conditions for `facets AS alias`, joined; empty if nothing narrows. Takes `parameters`."""
        conditions = [f"{alias}.{column} IN ({', '.join('?' * len(allowed))})" for column, allowed in self.codes]
        conditions += [f"{alias}.day BETWEEN ? AND ?"] if self.days else []
        return " AND ".join((*conditions, *(_STATES[state].format(row=alias) for state in self.states)))

    @property
    def parameters(self) -> tuple[int, ...]:
        """The values for `on`, in its order."""
        return (*(code for _, allowed in self.codes for code in allowed), *(self.days or ()))


def resolve(connection: sqlite3.Connection, filters: Filters) -> Narrowing:
    """Look the names up in the archive. Raise BadQuery for an unknown one, with the nearest known name."""
    codes = tuple((column, tuple(allowed)) for column, allowed in _codes(connection, filters))
    days = _days(filters)
    return Narrowing(
        codes=codes,
        days=days,
        states=tuple(state for state in _STATES if getattr(filters, state)),
        bounds=_row_range(connection, days) if days is not None else None,
    )


def _codes(connection: sqlite3.Connection, filters: Filters) -> Iterable[tuple[str, list[int]]]:
    """Yield each column of facets that is narrowed, with the codes allowed."""
    if filters.site is not None:
        yield "site", _named(connection, "SELECT code, id, name FROM sites", filters.site, "site")
    if filters.kind is not None:
        yield "site", _named(connection, "SELECT code, kind FROM sites", filters.kind, "kind of site")
    if filters.province is not None:
        query = "SELECT id, name, name_now FROM provinces"
        yield "province", _named(connection, query, filters.province, "province")
    if filters.section is not None:
        yield "section", _named(connection, "SELECT id, name FROM sections", filters.section, "section")


def _named(connection: sqlite3.Connection, query: str, wanted: str, what: str) -> list[int]:
    """Return the codes of all rows that bear the name in one of their columns."""
    key = name_key(wanted)
    codes: set[int] = set()
    known: dict[str, str] = {}
    for code, *names in connection.execute(query):
        for name in names:
            known.setdefault(name_key(name), name)  # a site's id comes before its name
            if key and name_key(name) == key:
                codes.add(code)
    if codes:
        return sorted(codes)
    raise BadQuery(f"this archive has no {what} {wanted!r}; {_hint(key, known)}")


def _hint(key: str, known: dict[str, str]) -> str:
    """Say which known names are near, or which there are."""
    near = get_close_matches(key, known, n=3, cutoff=0.6)
    if near:
        return "did you mean " + " or ".join(known[each] for each in near) + "?"
    some = sorted(known.values())[:8]
    return "known: " + ", ".join(some) + (", ..." if len(known) > len(some) else "") if some else "it names none yet"


def _days(filters: Filters) -> tuple[int, int] | None:
    """Return the first and the last day asked for, as YYYYMMDD; None if no date narrows."""
    if filters.month is not None:
        if filters.date_from is not None or filters.date_to is not None:
            raise BadQuery("say either a month or a range of days, not both")
        return _month(filters.month)
    if filters.date_from is None and filters.date_to is None:
        return None
    first = int(day(filters.date_from).replace("-", "")) if filters.date_from is not None else 0
    last = _last_of(filters.date_to) if filters.date_to is not None else 99999999
    if first > last:
        raise BadQuery(f"the range ends ({filters.date_to}) before it begins ({filters.date_from})")
    return first, last


def _month(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", text)
    if not found or found[1] == "0000":
        raise BadQuery(f"{text!r} is no month; write it as 2020-07")
    year, month = int(found[1]), int(found[2])
    first = (year * 100 + month) * 100
    return first + 1, first + calendar.monthrange(year, month)[1]


def day(text: str) -> str:
    """Return a day (YYYY-MM-DD) as it was typed, or the first day of a year or month. Raises BadQuery for anything else."""
    if not re.fullmatch(r"[0-9]{4}(?:-[0-9]{2}){0,2}", text):
        raise BadQuery(f"{text!r} is no date; write it as 2020-07-31, or a month as 2020-07, or a year as 2020")
    try:
        return date.fromisoformat(text + "-01-01"[len(text) - 4 :]).isoformat()
    except ValueError:
        raise BadQuery(f"there is no day {text}; write dates as year-month-day") from None


def _last_of(text: str) -> int:
    """Return a day, or the last one of a year or month, as YYYYMMDD."""
    first = day(text)
    if len(text) == len("2020"):
        return int(text) * 10000 + 1231
    return int(first.replace("-", "")) if len(text) > len("2020-07") else _month(text)[1]


def _row_range(connection: sqlite3.Connection, days: tuple[int, int]) -> tuple[int, int]:
    """Return the ids that can lie in the days: those that carry them, and any whose date was corrected into them."""
    first, last = days[0] * _IDS_PER_DAY, days[1] * _IDS_PER_DAY + _IDS_PER_DAY - 1
    lowest, highest = connection.execute(
        "SELECT min(article_id), max(article_id) FROM facets WHERE day BETWEEN ? AND ? AND day <> article_id / 100000",
        days,
    ).fetchone()
    return min(first, lowest or first), max(last, highest or last)
