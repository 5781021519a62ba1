"""From a query to SQL over the two full-text indexes of archive/schema.py.

A word typed with accents runs on `articles_exact`, with its other tone placement beside it; a word without
runs on `articles_folded`. A phrase or a NEAR is read as a whole: one accented word makes all of it exact, for
who writes "ủy ban" means the unaccented ban. The largest parts that need one index become one MATCH; the
parts meet by row id. What reaches MATCH is built by `archive.fts` from letters and digits in quotes.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from archive.folding import has_accents
from archive.fts import all_of, any_of, candidates, expression
from archive.grammar import parse
from archive.marks import Mark, mark
from archive.terms import AllOf, AnyOf, Near, Node, Not, Phrase

Table: TypeAlias = Literal["articles_exact", "articles_folded", "articles"]
_Leaf: TypeAlias = Phrase | Near


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """A query as SQL: `SELECT hit.rowid FROM {table} AS hit WHERE {condition}` with `parameters` is its answer.

        FTS5 gives such a SELECT in row order without a sort, so `ORDER BY hit.rowid DESC LIMIT n` is cheap.
        `accented`: some word asked for needs its accents. `folded_match` and `exact_match` are the words asked for
        on each index, joined by OR, for highlight() and bm25(); `marks` finds the same words in any text. `single`:
    one MATCH is all there is. `candidates` are the parts as (index, MATCH) with each phrase loosened to its words: a hit of
        a part is among them, and finding them takes no look at positions. `pieced`: some phrase has several words; `joins`:
        several words must meet in an article. A connection that runs a `byline:` query needs the SQL function
        tintinh_mentions (`archive.rows` registers it).
    """

    table: Table
    template: str  # the condition, with {range} in each look-up
    parameters: tuple[str | int, ...]
    accented: bool
    folded_match: str | None
    exact_match: str | None
    marks: tuple[Mark, ...]
    single: bool
    candidates: tuple[tuple[Table, str], ...]
    pieced: bool
    joins: bool

    @property
    def condition(self) -> str:
        """The condition on `hit`; takes `parameters`."""
        return self.template.format(range="")

    @property
    def sql(self) -> str:
        """A condition on `a.id`, for any SELECT over articles AS a; takes `parameters`."""
        return f"a.id IN (SELECT hit.rowid FROM {self.table} AS hit WHERE {self.condition})"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Match:
    table: Table
    expression: str
    loose: str  # the same with phrases loosened to their words


@dataclass(frozen=True, slots=True, kw_only=True)
class _Condition:
    """SQL over `hit`; {row} stands for its row id, {range} for a further condition on the rows of a look-up."""

    sql: str
    parameters: tuple[str | int, ...]
    candidates: tuple[tuple[Table, str], ...] = ()


_Part: TypeAlias = _Match | _Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How accents are read: as typed, every word exact, or none of the words asked for exact (`folded`)."""

    exact: bool
    folded: bool

    def is_exact(self, leaf: _Leaf, *, asked_for: bool) -> bool:
        """Say whether a leaf needs its accents; `asked_for` is false for what is to be left out."""
        if self.folded and asked_for:
            return False
        return self.exact or any(has_accents(word) for phrase in phrases_of(leaf) for word in phrase.words)


def compile(text: str, *, exact: bool = False, folded: bool = False) -> Compiled:  # noqa: A001 - named as in re
    """Compile a query as typed. `exact`: every word is exact. `folded`: accents of the words asked for do not count.

    With `folded`, words to leave out stay as they are, so that the answer never shrinks. Raises BadQuery.
    """
    node, reading = parse(text), Reading(exact=exact, folded=folded)
    parts = _all(node, reading, asked_for=True)
    matches = [part for part in parts if isinstance(part, _Match)]
    driver = min(matches, key=lambda part: part.table, default=None)  # the exact index has the shorter lists
    rest = [_condition(part) for part in parts if part is not driver]
    # The plus keeps SQLite from asking FTS5 once per row of the list instead of reading the hits once.
    row = "+hit.rowid" if driver else "hit.rowid"
    own = [f"{driver.table} MATCH ?"] if driver else []
    asked_for = [(leaf, reading.is_exact(leaf, asked_for=True)) for leaf in _asked_for(node)]
    return Compiled(
        table=driver.table if driver else "articles",
        template=" AND ".join(own + [part.sql.format(row=row, range="{range}") for part in rest]),
        parameters=(*([driver.expression] if driver else []), *(value for part in rest for value in part.parameters)),
        accented=any(is_exact for _, is_exact in asked_for),
        folded_match=_terms(asked_for, exact=False),
        exact_match=_terms(asked_for, exact=True),
        marks=tuple(mark(phrase, exact=is_exact) for leaf, is_exact in asked_for for phrase in phrases_of(leaf)),
        single=driver is not None and not rest,
        candidates=(
            *([(driver.table, driver.loose)] if driver else []),
            *(each for part in rest for each in part.candidates),
        ),
        pieced=any(
            len(phrase.words) > 1 for leaf, _ in asked_for for phrase in phrases_of(leaf) if not _is_byline(leaf)
        ),
        joins=_joins(node),
    )


def phrases_of(leaf: _Leaf) -> tuple[Phrase, ...]:
    """Return the phrases of a leaf, in the order typed."""
    return leaf.phrases if isinstance(leaf, Near) else (leaf,)


def _joins(node: Node) -> bool:
    if isinstance(node, AnyOf):
        return any(map(_joins, node.children))
    return not isinstance(node, Phrase) or len(node.words) > 1


def _is_byline(leaf: _Leaf) -> bool:
    return isinstance(leaf, Phrase) and leaf.field == "byline"


def _asked_for(node: Node) -> Iterator[_Leaf]:
    """Yield the leaves that a hit may hold: all but those to leave out."""
    if isinstance(node, AllOf | AnyOf):
        for child in node.children:
            yield from _asked_for(child)
    elif not isinstance(node, Not):
        yield node


def _terms(leaves: list[tuple[_Leaf, bool]], *, exact: bool) -> str | None:
    found = [expression(leaf, exact=exact) for leaf, is_exact in leaves if is_exact is exact and not _is_byline(leaf)]
    return any_of(list(dict.fromkeys(found))) if found else None


def _all(node: Node, reading: Reading, *, asked_for: bool) -> list[_Part]:
    """Return parts that must all hold, at most one MATCH for each index."""
    if not isinstance(node, AllOf):
        return [_part(node, reading, asked_for=asked_for)]
    wanted: dict[Table, list[_Match]] = defaultdict(list)
    unwanted: dict[Table, list[_Match]] = defaultdict(list)
    others: list[_Part] = []
    for child in _flat(node):
        negative = isinstance(child, Not)
        part = _part(child.child if isinstance(child, Not) else child, reading, asked_for=asked_for != negative)
        if isinstance(part, _Match):
            (unwanted if negative else wanted)[part.table].append(part)
        else:
            others.append(_negated(part) if negative else part)
    found: list[_Part] = []
    for table, parts in wanted.items():
        refused = unwanted.pop(table, [])
        text, loose = all_of([each.expression for each in parts]), all_of([each.loose for each in parts])
        without = f"({text} NOT {any_of([each.expression for each in refused])})" if refused else text
        found.append(_Match(table=table, expression=without, loose=loose))
    for table, parts in unwanted.items():
        others.append(_negated(_either(table, parts)))
    return found + others


def _flat(node: AllOf) -> Iterator[Node]:
    for child in node.children:
        if isinstance(child, AllOf):
            yield from _flat(child)
        else:
            yield child


def _part(node: Node, reading: Reading, *, asked_for: bool) -> _Part:
    if isinstance(node, Not):
        return _negated(_part(node.child, reading, asked_for=not asked_for))
    if isinstance(node, AllOf):
        parts = _all(node, reading, asked_for=asked_for)
        return parts[0] if len(parts) == 1 else _joined([_condition(part) for part in parts], " AND ")
    if isinstance(node, AnyOf):
        return _any(node, reading, asked_for=asked_for)
    exact = reading.is_exact(node, asked_for=asked_for)
    if isinstance(node, Phrase) and node.field == "byline":
        found = mark(node, exact=exact)
        byline = "(SELECT byline FROM articles WHERE id = hit.rowid)"
        return _Condition(sql=f"tintinh_mentions({byline}, ?, ?)", parameters=(found.pattern, int(found.folded)))
    table: Table = "articles_exact" if exact else "articles_folded"
    return _Match(table=table, expression=expression(node, exact=exact), loose=candidates(node, exact=exact))


def _any(node: AnyOf, reading: Reading, *, asked_for: bool) -> _Part:
    """Return what holds if one child does: one MATCH where one index serves all."""
    matches: dict[Table, list[_Match]] = defaultdict(list)
    others: list[_Condition] = []
    for child in node.children:
        part = _part(child, reading, asked_for=asked_for)
        if isinstance(part, _Match):
            matches[part.table].append(part)
        else:
            others.append(part)
    found = [_either(table, parts) for table, parts in matches.items()]
    if len(found) == 1 and not others:
        return found[0]
    return _joined(([_within(*found)] if found else []) + others, " OR ")


def _either(table: Table, parts: list[_Match]) -> _Match:
    expressions, loose = [each.expression for each in parts], [each.loose for each in parts]
    return _Match(table=table, expression=any_of(expressions), loose=any_of(loose))


def _within(*matches: _Match) -> _Condition:
    """Return the condition that a row is among the hits of one MATCH or another: one sorted list of row ids."""
    selects = [f"SELECT rowid FROM {match.table} WHERE {match.table} MATCH ?{{range}}" for match in matches]
    return _Condition(
        sql="{row} IN (" + " UNION ".join(selects) + ")",
        parameters=tuple(match.expression for match in matches),
        candidates=tuple((match.table, match.loose) for match in matches),
    )


def _condition(part: _Part) -> _Condition:
    return _within(part) if isinstance(part, _Match) else part


def _negated(part: _Part) -> _Condition:
    condition = _condition(part)
    return replace(condition, sql=f"NOT ({condition.sql})")


def _joined(conditions: list[_Condition], word: str) -> _Condition:
    if len(conditions) == 1:
        return conditions[0]
    return _Condition(
        sql="(" + word.join(condition.sql for condition in conditions) + ")",
        parameters=tuple(value for condition in conditions for value in condition.parameters),
        candidates=tuple(each for condition in conditions for each in condition.candidates),
    )
