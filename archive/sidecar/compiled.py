"""From a query's tree to a Tantivy query with the same hits as the SQL of `archive.query`."""

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import TYPE_CHECKING, TypeAlias

from archive.folding import tone_variants
from archive.query import Reading
from archive.sidecar.fields import PAIRS, name, spelled
from archive.sidecar.pairs import Common
from archive.terms import AllOf, AnyOf, Field, Near, Node, Not, Phrase

if TYPE_CHECKING:
    import tantivy

_MOST = 64  # alternatives of one phrase or NEAR; FTS5 serves what has more
_WEIGHTS = {"title": 10.0, "lede": 5.0, "caption": 3.0, "body": 1.0}  # where a word without a field is looked for
_Placed: TypeAlias = tuple[tuple[int, str], ...]  # words with their positions


class CannotCompile(Exception):
    """Left to FTS5, for it would take too many alternatives here."""


def compiled(schema: "tantivy.Schema", node: Node, reading: Reading, common: Common) -> "tantivy.Query":
    """Return the query for a tree, on an index that keeps the pairs of these words. Raises CannotCompile."""
    return _Compiler(schema, reading, common).query(node, asked_for=True)


class _Compiler:
    """One query on its way; holds what every step needs."""

    def __init__(self, schema: "tantivy.Schema", reading: Reading, common: Common) -> None:
        import tantivy

        self._schema, self._reading, self._common = schema, reading, common
        self._make, self._occur = tantivy.Query, tantivy.Occur

    def query(self, node: Node, *, asked_for: bool) -> "tantivy.Query":
        if isinstance(node, Not):
            return self._all([node], asked_for=asked_for)
        if isinstance(node, AllOf):
            return self._all(list(_flat(node)), asked_for=asked_for)
        if isinstance(node, AnyOf):
            return self._any([self.query(child, asked_for=asked_for) for child in node.children])
        exact = self._reading.is_exact(node, asked_for=asked_for)
        return self._near(node, exact=exact) if isinstance(node, Near) else self._phrase(node, exact=exact)

    def _all(self, children: Sequence[Node], *, asked_for: bool) -> "tantivy.Query":
        parts = []
        for child in children:
            if isinstance(child, Not):
                parts.append((self._occur.MustNot, self.query(child.child, asked_for=not asked_for)))
            else:
                parts.append((self._occur.Must, self.query(child, asked_for=asked_for)))
        if all(isinstance(child, Not) for child in children):
            parts.append((self._occur.Must, self._make.all_query()))
        return self._make.boolean_query(parts)

    def _any(self, queries: Sequence["tantivy.Query"]) -> "tantivy.Query":
        if len(queries) == 1:
            return queries[0]
        return self._make.boolean_query([(self._occur.Should, query) for query in queries])

    def _phrase(self, phrase: Phrase, *, exact: bool) -> "tantivy.Query":
        spellings = _spellings(phrase, exact)
        return self._anywhere(
            phrase.field, exact, lambda field: [self._words(field, words, prefix=phrase.prefix) for words in spellings]
        )

    def _anywhere(
        self, field: Field | None, exact: bool, ways: Callable[[str], list["tantivy.Query"]]
    ) -> "tantivy.Query":
        """Join the ways to be found in one field, or in each of them by its weight."""
        if field is not None:
            return self._any(ways(name(field, exact=exact)))
        return self._any(
            [
                self._make.boost_query(self._any(ways(name(each, exact=exact))), weight)
                for each, weight in _WEIGHTS.items()
            ]
        )

    def _words(self, field: str, words: Sequence[str], *, prefix: bool) -> "tantivy.Query":
        if prefix and len(words) == 1:
            return self._make.regex_query(self._schema, field, f"{words[0]}.*")  # a word has no sign of regex in it
        if prefix:
            return self._make.regex_phrase_query(self._schema, field, [*words[:-1], f"{words[-1]}.*"])
        if len(words) == 1:
            return self._make.term_query(self._schema, field, words[0])
        for exact in (False, True):
            pairs = self._common.of_phrase(words, exact=exact) if field == name("body", exact=exact) else None
            if pairs:
                return self._words(name(PAIRS, exact=exact), pairs, prefix=False)
        return self._make.phrase_query(self._schema, field, [*words])

    def _near(self, near: Near, *, exact: bool) -> "tantivy.Query":
        """Return every way to place the phrases: Tantivy's own slop counts moves, not the words between."""
        if any(phrase.prefix for phrase in near.phrases) or len(near.phrases) != 2:
            raise CannotCompile
        one, other = near.phrases
        ways: set[_Placed] = set()
        for first, second in product(_spellings(one, exact), _spellings(other, exact)):
            ways.update(_placings(first, second, near.distance))
            if len(ways) > _MOST:
                raise CannotCompile
        return self._anywhere(one.field, exact, lambda field: [self._placed(field, way) for way in sorted(ways)])

    def _placed(self, field: str, way: _Placed) -> "tantivy.Query":
        if len(way) == 1:
            return self._make.term_query(self._schema, field, way[0][1])
        return self._make.phrase_query(self._schema, field, [*way])


def _flat(node: AllOf) -> Iterator[Node]:
    for child in node.children:
        if isinstance(child, AllOf):
            yield from _flat(child)
        else:
            yield child


def _spellings(phrase: Phrase, exact: bool) -> list[tuple[str, ...]]:
    """Return every way to write the words, in small letters. Raises CannotCompile for too many."""
    words = [spelled(word, exact=exact) for word in phrase.words]
    if not exact:
        return [tuple(word.lower() for word in words)]
    choices = [(word.lower(), *filter(None, [tone_variants(word.lower())])) for word in words]
    count = 1
    for choice in choices:
        count *= len(choice)
        if count > _MOST:
            raise CannotCompile
    return list(product(*choices))


def _placings(first: Sequence[str], second: Sequence[str], distance: int) -> Iterator[_Placed]:
    """Yield where the words of both stand when at most `distance` words are between them, in either order.

    As in FTS5, the one may overlap the other.
    """
    for left, right in ((first, second), (second, first)):
        for start in range(len(left) + distance + 1):
            places = dict(enumerate(left))
            if all(places.setdefault(start + at, word) == word for at, word in enumerate(right)):
                yield tuple(sorted(places.items()))
