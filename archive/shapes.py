"""Budgets for the shapes of addresses: what yields many addresses and nothing new is put aside for a while.

A language switch, a calendar or a list that ends in itself makes addresses without end, all of one shape
(`scraper.address.shape`). Each shape of a site has a credit. A first visit that brings nothing takes from it, one that
brings an article or a link that was not known gives to it. A shape without credit is put aside for a month, and then
gets a smaller credit to show whether it has changed.

Random words in a path (/tin/abx/qzk) give each address a shape of its own. So an address counts twice where many words
have stood: for its shape, and for the wide shape, in which that place of the path is a star (/tin/*/*). What a wide shape
has spent does not hold back an address whose own shape has brought something: /tin/xa-hoi?trang=N goes on.

What nobody could read costs nothing: after a redesign no page is an article, and all of them must be kept.
"""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from archive.drift import CODES
from archive.frontier import Entry
from archive.outcomes import Visit
from archive.store import stamp
from scraper.address import shape as shape_of

_FIRST_CREDIT, _SECOND_CREDIT, _MOST_CREDIT = 300, 50, 1000
_CALENDAR_CREDIT = 60
_BARREN, _STALE, _USEFUL = -5, -1, 100  # so sixty barren addresses in a row; one useful in twenty-one keeps a shape
_ASIDE = timedelta(days=30)
_MANY_WORDS = (
    40  # in one place of the path; the sections of a site are fewer, and those that are more must bring something
)
_ANY = "*"
_WIDE_ALREADY = re.compile(r"[SN](?:\.\w+)?")  # a segment that is a slug or a number in any shape
_CALENDAR = re.compile(
    r"(?:^|[/?&;._-])(?:lich|thang|nam|ngay|tuan|month|year|date|day|week|calendar)(?:[a-z_-]*)(?:[/=.&-]|$)", re.I
)
_NOT_COUNTED = frozenset({"seed", "sitemap"})
_NOTHING_THERE = frozenset(
    ("duplicate", "failed:soft_404", "failed:status_404", "failed:status_410", "failed:redirected_away")
)


_Words: TypeAlias = "dict[str, _Words]"  # the words of one place of a path, each with those of the next place


@dataclass(slots=True)
class _Budget:
    credit: int
    visits: int = 0
    useful: int = 0
    aside_until: datetime | None = None


class Shapes:
    """The budgets of a run's sites. What changes is in the database after `save`, inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._budgets: dict[tuple[str, str], _Budget] = {}
        self._words: _Words = {}  # first the sites
        self._shown: dict[tuple[str, str], frozenset[str]] = {}  # the articles on the last list of each shape
        self._loaded: set[str] = set()
        self._changed: set[tuple[str, str]] = set()
        self._any_aside = False

    def aside_until(self, entry: Entry, now: datetime) -> datetime | None:
        """Return until when addresses of this shape are put aside; None when this one may be visited."""
        self._load(entry.site_id)
        if _is_not_counted(entry) or not self._any_aside:
            return None
        for number, name in enumerate(self._names(entry.site_id, shape_of(entry.url))):
            budget = self._budgets.get((entry.site_id, name))
            if budget and budget.aside_until and budget.aside_until > now:
                return budget.aside_until
            if number == 0 and budget and budget.useful:
                break
        return None

    def saw(self, entry: Entry, visit: Visit, now: datetime) -> str | None:
        """Count what a visit brought. Returns a line for the report when it was the one too many."""
        worth = _worth(entry, visit)
        if worth == 0:
            return None
        self._load(entry.site_id)
        notes = [
            self._spent((entry.site_id, name), entry, self._again(visit, worth, (entry.site_id, name)), now)
            for name in self._names(entry.site_id, shape_of(entry.url))
        ]
        return next(filter(None, notes), None)

    def _again(self, visit: Visit, worth: int, name: tuple[str, str]) -> int:
        """Return what a visit is worth: less for a list that shows what the one before it showed, as beyond the last page."""
        if worth != _STALE or visit.parsed is None:
            return worth
        before, shown = self._shown.get(name), frozenset(one.url for one in visit.parsed.links if one.role == "article")
        self._shown[name] = shown
        return _BARREN if shown == before else worth

    def _spent(self, name: tuple[str, str], entry: Entry, worth: int, now: datetime) -> str | None:
        budget = self._budgets.get(name)
        if budget is None:
            calendar = entry.role != "article" and _CALENDAR.search(name[1])
            budget = self._budgets[name] = _Budget(_CALENDAR_CREDIT if calendar else _FIRST_CREDIT)
        if worth < 0 and budget.aside_until and budget.aside_until > now:
            return None  # asked for before the shape was put aside, and kept since: the next credit is for later
        budget.visits += 1
        budget.useful += worth > 0
        budget.credit = min(budget.credit + worth, _MOST_CREDIT)
        self._changed.add(name)
        if budget.credit > 0:
            return None
        budget.credit, budget.aside_until, self._any_aside = _SECOND_CREDIT, now + _ASIDE, True
        return (
            f"addresses like {entry.url} are put aside until {budget.aside_until:%Y-%m-%d}: of {budget.visits} of the "
            f"shape {name[1]} only {budget.useful} brought anything new"
        )

    def _names(self, site_id: str, shape: str) -> Iterator[str]:
        """Yield the shapes that an address counts for: its own, and the wide one if that is another."""
        yield shape
        wide = _widened(self._words.setdefault(site_id, {}), shape)
        if wide != shape:
            yield wide

    def save(self) -> None:
        """Write what changed since the last time."""
        for name in self._changed:
            one = self._budgets[name]
            self._connection.execute(
                "INSERT INTO shapes(site_id, shape, visits, useful, credit, aside_until) VALUES (?, ?, ?, ?, ?, ?) "
                "ON CONFLICT(site_id, shape) DO UPDATE SET visits = excluded.visits, useful = excluded.useful, "
                "credit = excluded.credit, aside_until = excluded.aside_until",
                (*name, one.visits, one.useful, one.credit, stamp(one.aside_until) if one.aside_until else None),
            )
        self._changed.clear()

    def _load(self, site_id: str) -> None:
        if site_id in self._loaded:
            return
        self._loaded.add(site_id)
        query = "SELECT shape, visits, useful, credit, aside_until FROM shapes WHERE site_id = ?"
        for shape, visits, useful, credit, until in self._connection.execute(query, (site_id,)):
            moment = datetime.fromisoformat(until) if until else None
            self._budgets[site_id, shape] = _Budget(credit, visits, useful, moment)
            self._any_aside |= moment is not None
            if _ANY not in shape:
                _widened(self._words.setdefault(site_id, {}), shape)


def _widened(words: _Words, shape: str) -> str:
    """Return a shape with a star in each place where too many words have stood. Its own words are remembered."""
    path, mark, query = shape.partition("?")
    wide = []
    for segment in path.split("/"):
        step = segment
        if not _WIDE_ALREADY.fullmatch(segment):
            if segment not in words and _ANY not in words and len(_plain(words)) >= _MANY_WORDS:
                _join(words)
            step = _ANY if _ANY in words else segment
        words = words.setdefault(step, {})
        wide.append(step)
    return "/".join(wide) + mark + query


def _plain(words: _Words) -> list[str]:
    return [word for word in words if not _WIDE_ALREADY.fullmatch(word)]


def _join(words: _Words) -> None:
    """Put one star for all words of a place, with all that followed them."""
    joined: _Words = {}
    for word in _plain(words):
        _add(joined, words.pop(word))
    words[_ANY] = joined


def _add(words: _Words, others: _Words) -> None:
    for word, following in others.items():
        _add(words.setdefault(word, {}), following)


def _is_not_counted(entry: Entry) -> bool:
    """Say whether an address has no part in a budget; so the pages of a posted list, which all have one address."""
    return entry.visits > 0 or entry.role in _NOT_COUNTED or entry.method == "POST"


def _worth(entry: Entry, visit: Visit) -> int:
    """Return what a visit gives to the credit of its shape, or takes from it; 0 for one that says nothing about it."""
    if _is_not_counted(entry) or visit.redirect:
        return 0
    if visit.outcome == "new" or visit.found:
        return _USEFUL
    if visit.outcome in _NOTHING_THERE:
        return _BARREN
    if visit.outcome != "page" or any(problem.code in CODES for problem in visit.problems):
        return 0
    if visit.repeated or not visit.lists:
        return _BARREN if entry.role != "article" else 0
    return _STALE
