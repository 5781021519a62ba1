"""Which hits make one page: newest, oldest or most relevant first, each story once where copies are folded."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from archive import rows
from archive.ranking import ranked
from archive.stories import story_of

if TYPE_CHECKING:
    from archive.sidecar.use import Best

_FOLDED_AT_ONCE = 50  # hits whose stories are looked up together


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What is asked for. With `fold` limit and offset count stories."""

    rank: bool
    oldest: bool
    fold: bool
    limit: int
    offset: int

    def cut_out(self, connection: sqlite3.Connection, ids: Iterable[int]) -> list[int]:
        """Return the page of a stream of ids."""
        chosen = _folded(connection, iter(ids)) if self.fold else ids
        return list(islice(chosen, self.offset, self.offset + self.limit))


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The ids of one page with their relevance (None in order of date).

    `total` is the number of all hits where choosing told it; `cut` how many of the newest relevance looked at, if not at all.
    """

    scores: Mapping[int, float | None]
    total: int | None = None
    cut: int | None = None


def found(connection: sqlite3.Connection, source: rows.Source, page: Page) -> Chosen:
    """Choose with the database alone. A page that is not full has seen every hit, so that nothing is left to count."""
    if page.rank and source.query is not None:
        best = ranked(connection, source, source.query, least=page.offset + page.limit)
        relevance = dict(best.hits)
        scores = {each: relevance[each] for each in page.cut_out(connection, relevance)}
        looked_at = len(relevance)
        return Chosen(scores=scores, total=None if best.cut else looked_at, cut=looked_at if best.cut else None)
    if not page.fold:
        plain = rows.page(connection, source, page.limit, page.offset, oldest=page.oldest)
        ended = len(plain) < page.limit and (plain or not page.offset)
        return Chosen(scores=dict.fromkeys(plain), total=page.offset + len(plain) if ended else None)
    seen: list[int] = []
    folded = page.cut_out(connection, _noted(rows.by_window(connection, source, oldest=page.oldest), seen))
    return Chosen(scores=dict.fromkeys(folded), total=len(seen) if len(folded) < page.limit else None)


def best_of_all(connection: sqlite3.Connection, best: "Callable[..., Best | None]", page: Page) -> Chosen | None:
    """Choose from what `best(limit=n)` gives, the n most relevant of all hits; None for what only FTS5 can answer."""
    reach = page.offset + page.limit + page.fold * _FOLDED_AT_ONCE
    while answer := best(limit=reach):
        relevance: dict[int, float | None] = dict(answer.hits)
        chosen = page.cut_out(connection, relevance)
        if len(chosen) == page.limit or len(answer.hits) < reach:
            return Chosen(scores={each: relevance[each] for each in chosen}, total=answer.total)
        reach *= 4  # too many of them were copies of one story
    return None


def _noted(ids: Iterable[int], seen: list[int]) -> Iterator[int]:
    for each in ids:
        seen.append(each)
        yield each


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
