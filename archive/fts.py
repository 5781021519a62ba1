"""One phrase or NEAR as an FTS5 expression. Only letters, digits and our own signs go in.

Source of the syntax: https://sqlite.org/fts5.html §3 "Full-text Query Syntax".
"""

from collections.abc import Iterator, Sequence
from itertools import product

from archive.errors import BadQuery
from archive.folding import plain, tone_variants
from archive.terms import Near, Phrase

_MOST_DOUBLE = 6  # words with two spellings in one phrase: 2^6 alternatives in one MATCH


def expression(leaf: Phrase | Near, *, exact: bool) -> str:
    """Return the expression for a leaf on the exact index (either tone placement) or on the folded one."""
    if isinstance(leaf, Near):
        return _near(leaf, exact=exact)
    field = f"{leaf.field} : " if leaf.field else ""
    pieces = list(_pieces(leaf.words)) if exact else [leaf.words]
    found = []
    for number, piece in enumerate(pieces, 1):
        star = " *" if leaf.prefix and number == len(pieces) else ""
        found.append(any_of([f'{field}"{each}"{star}' for each in _spellings(piece, exact=exact)]))
    return all_of(found)


def candidates(leaf: Phrase | Near, *, exact: bool) -> str:
    """Return the expression for what holds every word of a leaf, in any order and place."""
    field = f"{leaf.field} : " if isinstance(leaf, Phrase) and leaf.field else ""
    found = []
    for phrase in leaf.phrases if isinstance(leaf, Near) else (leaf,):
        for number, word in enumerate(phrase.words, 1):
            star = " *" if phrase.prefix and number == len(phrase.words) else ""
            found.append(any_of([f'{field}"{each}"{star}' for each in _spellings((word,), exact=exact)]))
    return all_of(list(dict.fromkeys(found)))


def any_of(expressions: Sequence[str]) -> str:
    """Join expressions with OR, each already closed in itself."""
    return expressions[0] if len(expressions) == 1 else "(" + " OR ".join(expressions) + ")"


def all_of(expressions: Sequence[str]) -> str:
    """Join expressions with AND, each already closed in itself."""
    return expressions[0] if len(expressions) == 1 else "(" + " AND ".join(expressions) + ")"


def _near(near: Near, *, exact: bool) -> str:
    field = f"{near.phrases[0].field} : " if near.phrases[0].field else ""
    choices = []
    for phrase in near.phrases:
        star = " *" if phrase.prefix else ""
        choices.append([f'"{each}"{star}' for each in _spellings(phrase.words, exact=exact)])
    if sum(len(choice).bit_length() - 1 for choice in choices) > _MOST_DOUBLE:
        raise BadQuery("too many words with two spellings in one NEAR; use fewer or shorter phrases")
    return any_of([f"{field}NEAR({' '.join(each)}, {near.distance})" for each in product(*choices)])


def _spellings(words: tuple[str, ...], *, exact: bool) -> list[str]:
    """Return every way to write the words: both tone placements on the exact index, base letters on the other."""
    if not exact:
        return [plain(" ".join(words))]
    return [" ".join(each) for each in product(*(_both(word) for word in words))]


def _both(word: str) -> tuple[str, ...]:
    other = tone_variants(word)
    return (word, other) if other else (word,)


def _pieces(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Cut a long phrase where the alternatives would be too many; the pieces share a word at each cut.

    An article must then hold every piece, which for pieces of that length is as good as the whole.
    """
    start = double = 0
    for position, word in enumerate(words):
        double += len(_both(word)) - 1
        if double > _MOST_DOUBLE:
            yield words[start:position]
            start, double = position - 1, len(_both(words[position - 1])) + len(_both(word)) - 2
    yield words[start:]
