"""The sidecar as search uses it: opened when it is there and fresh, asked for the best hits and for counts by facet."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.errors import ArchiveError
from archive.filters import Narrowing
from archive.grammar import parse
from archive.query import Reading
from archive.sidecar.compiled import CannotCompile, compiled
from archive.sidecar.feed import feed
from archive.sidecar.fields import NONE
from archive.sidecar.files import FOLDER, belongs, is_installed, opened, read_mark
from archive.sidecar.pairs import Common

if TYPE_CHECKING:
    import tantivy

CATCH_UP = 200  # changes taken in before a search: about a quarter of a second
_MOST_BUCKETS = 65_000  # Tantivy's own bound on the values of one facet


@dataclass(frozen=True, slots=True, kw_only=True)
class Best:
    """The most relevant hits, (id, relevance), and how many hits there are in all (None if not asked for)."""

    hits: tuple[tuple[int, float], ...]
    total: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sidecar:
    """An open index that holds every change of the archive."""

    index: "tantivy.Index"
    searcher: "tantivy.Searcher"
    common: Common

    def best(
        self, text: str, narrowing: Narrowing, *, exact: bool, limit: int, offset: int, counting: bool = True
    ) -> Best | None:
        """Return the most relevant of all hits; None for what only FTS5 can answer. Raises BadQuery.

        Without counting Tantivy may pass over what cannot be among the best.
        """
        query = self._query(text, narrowing, exact=exact)
        if query is None:
            return None
        with _damage_leaves_it_to_fts5():
            found: Any = self.searcher.search(query, max(limit, 1), offset=offset, count=counting)
            best = found.hits[:limit]
            ids: list[Any] = self.searcher.fast_field_values("id", [address for _, address in best])
            return Best(
                hits=tuple((each, score) for each, (score, _) in zip(ids, best, strict=True)), total=found.count
            )
        return None

    def divided(
        self, text: str, narrowing: Narrowing, columns: Iterable[str], *, exact: bool
    ) -> dict[str, dict[int | None, int]] | None:
        """Return for each of these columns of `facets` how many hits bear each code; None for what only FTS5 can answer.

        An empty text counts everything. Raises BadQuery.
        """
        query = self._query(text, narrowing, exact=exact)
        if query is None:
            return None
        wanted = {column: {"terms": {"field": column, "size": _MOST_BUCKETS}} for column in columns}
        with _damage_leaves_it_to_fts5():
            found = self.searcher.aggregate(query, wanted)
            if not any(found[column].get("sum_other_doc_count") for column in wanted):
                return {column: _counts(found[column]["buckets"]) for column in wanted}
        return None

    def _query(self, text: str, narrowing: Narrowing, *, exact: bool) -> "tantivy.Query | None":
        import tantivy

        try:
            schema = self.index.schema
            parts = [self._narrowed(schema, *one) for one in _columns(narrowing)]
            if text.strip():
                parts.insert(0, compiled(schema, parse(text), Reading(exact=exact, folded=False), self.common))
        except (CannotCompile, ValueError):  # ValueError: a prefix that begins too many words
            return None
        if len(parts) == 1:
            return parts[0]
        must = [(tantivy.Occur.Must, part) for part in parts]
        return tantivy.Query.boolean_query(must) if must else tantivy.Query.all_query()

    def _narrowed(
        self, schema: "tantivy.Schema", column: str, is_range: bool, values: tuple[int, ...]
    ) -> "tantivy.Query":
        import tantivy

        make = tantivy.Query
        found = (
            make.range_query(schema, column, tantivy.FieldType.Unsigned, values[0], values[1])
            if is_range
            else make.term_set_query(schema, column, [*values])
        )
        return make.const_score_query(found, 0.0)  # it narrows, and says nothing of relevance


def _counts(buckets: Iterable[Mapping[str, Any]]) -> dict[int | None, int]:
    counts = {int(bucket["key"]): int(bucket["doc_count"]) for bucket in buckets}
    return {None if code == NONE else code: count for code, count in counts.items()}


@contextmanager
def _damage_leaves_it_to_fts5() -> Iterator[None]:
    """Pass over what Tantivy raises for damaged files. Some damage it meets with a panic, which is no Exception."""
    try:
        yield
    except BaseException as error:
        if not isinstance(error, OSError | ValueError) and type(error).__name__ != "PanicException":
            raise


def _columns(narrowing: Narrowing) -> list[tuple[str, bool, tuple[int, ...]]]:
    """Return (column, whether it is a range, values) for each. Raises CannotCompile for what the sidecar does not hold."""
    if narrowing.states:
        raise CannotCompile
    found: list[tuple[str, bool, tuple[int, ...]]] = [(column, False, codes) for column, codes in narrowing.codes]
    if narrowing.days:
        first, last = narrowing.days
        found.append(("day", True, (max(first, NONE + 1), last)))
    return found


def fresh(folder: Path, connection: sqlite3.Connection) -> tuple[Sidecar | None, str | None]:
    """Return the sidecar if it is there and holds every change, and one line that says why one that is there does not serve.

    A few changes are taken in first.
    """
    if not (folder / FOLDER).exists():
        return None, None
    if not is_installed():
        return None, "the sidecar index needs Tantivy to be read: pip install 'tintinh[search]'"
    mark = read_mark(folder)
    if mark is None or not belongs(mark, connection):
        return None, "the sidecar index is not of this archive, or of another version; make it anew with: tintinh index"
    query = "SELECT count(*) FROM changes WHERE number > ?"
    behind = connection.execute(query, (mark.change,)).fetchone()[0]
    if behind > CATCH_UP:
        return None, f"the sidecar index is {behind} changes behind; bring it up to date with: tintinh index"
    with _damage_leaves_it_to_fts5():
        try:
            index = opened(folder)
            if behind:
                feed(folder, connection, index, mark)
                index.reload()
            return Sidecar(index=index, searcher=index.searcher(), common=mark.common), None
        except ArchiveError as error:
            return None, f"the sidecar index is {behind} changes behind ({error})"
    return None, "the sidecar index is damaged; make it anew with: tintinh index --rebuild"
