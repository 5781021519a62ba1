"""What an export is given: the articles that a search found, as one state of the archive."""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import tee
from pathlib import Path
from typing import Any, Literal

from archive.citation import Citation, iter_citations
from archive.record import Record, iter_articles, iter_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The articles to write: their ids in order, and the archive they are in.

    `ids` may be a stream; so one of the methods is called, and once. Memory stays flat: what is yielded is read in
    batches.
    """

    folder: Path
    connection: sqlite3.Connection
    ids: Iterable[int]

    def records(self) -> Iterator[Record]:
        """Yield the articles in the shape of docs/cli.md."""
        return iter_articles(self.connection, self.ids)

    def rows(self, select: Iterable[str]) -> Iterator[tuple[Any, ...]]:
        """Yield a row of SQL expressions for each article, as `record.iter_rows` takes them: no dict for each of a million."""
        return iter_rows(self.connection, self.ids, select)

    def citations(self) -> Iterator[Citation]:
        """Yield what a reference to each article says."""
        return iter_citations(self.connection, self.ids)

    def records_cited(self) -> Iterator[tuple[Record, Citation]]:
        """Yield each article with what a reference to it says."""
        first, second = tee(self.ids)
        return zip(iter_articles(self.connection, first), iter_citations(self.connection, second), strict=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What an export wrote: how many of what, and remarks that its reader must know, as JSON for the side file."""

    count: int
    what: Literal["articles", "captures"] = "articles"
    remarks: dict[str, Any] = field(default_factory=dict)
