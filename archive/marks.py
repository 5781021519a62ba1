"""Where the words of a query stand in a text, and the snippet round the first of them.

The same reading serves `byline:`, which no full-text index holds.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from archive.folding import plain, tone_variants
from archive.terms import Field, Phrase

START, END = "\u0002", "\u0003"  # round each hit: no text holds them, so a reader can turn them into bold or «»

_SNIPPET_WORDS = 30
_REACH = 500  # characters: they hold 30 words of prose, and bound what is no prose
_NO_SPACE = re.compile(r"\S+")
_WORDS_BEFORE = 8
_NOT_TEXT = {ord(START): None, ord(END): None}
_PART_OF_WORD = "[^\\W_]"
_FIELDS: tuple[Field, ...] = ("body", "lede", "caption", "title")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A regular expression that finds one phrase: in the text as it is, or in its base letters if `folded`."""

    pattern: str
    folded: bool
    field: Field | None = None


def mark(phrase: Phrase, *, exact: bool) -> Mark:
    """Return what finds a phrase in a text, by the same rules as the two full-text indexes.

    The first word stands before what says that it is a whole one: `re` looks quickly only for what begins with letters.
    """
    spelled = [_either(word) if exact else (plain(word),) for word in map(str.lower, phrase.words)]
    parts = ["(?:" + "|".join(map(re.escape, each)) + ")" for each in spelled]
    whole = "".join(f"(?<!{_PART_OF_WORD}{re.escape(each)})" for each in spelled[0])
    ends = f"{_PART_OF_WORD}*" if phrase.prefix else ""
    pattern = r"[\W_]+".join([parts[0] + whole, *parts[1:]]) + ends
    return Mark(pattern=f"{pattern}(?!{_PART_OF_WORD})", folded=not exact, field=phrase.field)


def _either(word: str) -> tuple[str, ...]:
    other = tone_variants(word)
    return (word, other) if other else (word,)


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _small(text: str) -> str:
    """Return the text in small letters, each in its place: of the few that become two the first is taken (İ)."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(each.lower()[:1] for each in text)


def mentions(text: str | None, pattern: str, folded: int) -> bool:
    """Say whether a mark's pattern occurs; registered in SQLite for `byline:`."""
    small = _small(text or "")
    return _compiled(pattern).search(plain(small) if folded else small) is not None


class _Places:
    """One field's text and the patterns that are looked for in it: in small letters, in base letters where need be."""

    def __init__(self, text: str, marks: Iterable[Mark], field: Field) -> None:
        self._wanted = [each for each in marks if each.field in (None, field)]
        small = _small(text) if self._wanted else ""
        self._texts = (small, plain(small) if any(each.folded for each in self._wanted) else "")

    def first(self) -> tuple[int, int] | None:
        """Return the first hit."""
        found = (_compiled(each.pattern).search(self._texts[each.folded]) for each in self._wanted)
        return min((hit.span() for hit in found if hit), default=None)

    def hits(self, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
        """Return the hits that begin at `start` or later and end before `end`: sorted, apart."""
        found: list[tuple[int, int]] = []
        for each in self._wanted:
            text = self._texts[each.folded]
            reach = len(text) if end is None else min(end, len(text))
            spans = (hit.span() for hit in _compiled(each.pattern).finditer(text, start, reach))
            found += [span for span in spans if span[1] < reach or reach == len(text)]  # else a word may go on
        return merged(found)


def spans(text: str, marks: Iterable[Mark], field: Field) -> list[tuple[int, int]]:
    """Return the hits of the marks in one field's NFC text: sorted, apart, as character positions."""
    return _Places(text, marks, field).hits()


def occurrences(text: str, marks: Iterable[Mark], field: Field) -> list[int]:
    """Return how often each mark occurs in one field's NFC text; 0 for a mark of another field."""
    marks = list(marks)
    small = _small(text)
    base = plain(small) if any(each.folded for each in marks) else ""
    return [
        len(_compiled(each.pattern).findall(base if each.folded else small)) if each.field in (None, field) else 0
        for each in marks
    ]


def merged(found: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return hits sorted, one for those that overlap."""
    apart: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def snippet(fields: Mapping[Field, str | None], marks: tuple[Mark, ...]) -> str:
    """Return about 30 words round the first hit, in the source's spelling, each hit between START and END.

    The body is looked at first, then lede, caption and title; without any hit (an empty query, a hit in the
    byline) it is the beginning of the lede or the body.
    """
    for field in _FIELDS:
        text = _unmarked(fields.get(field) or "")
        places = _Places(text, marks, field)
        if first := places.first():
            return _window(text, places.hits(first[0], max(first[1], first[0] + _REACH) + _REACH))
    return _window(_unmarked(fields.get("lede") or fields.get("body") or ""), [])


def _unmarked(text: str) -> str:
    """Return the text without our own marks, should it hold any: looking takes a hundredth of a translation."""
    return text.translate(_NOT_TEXT) if START in text or END in text else text


def marked_text(text: str, marks: tuple[Mark, ...], field: Field) -> str:
    """Return a whole short text on one line, each hit between START and END."""
    text = text.translate(_NOT_TEXT)
    return _one_line(text, spans(text, marks, field), 0, len(text))


def _window(text: str, found: list[tuple[int, int]]) -> str:
    first, last = found[0] if found else (0, 0)
    floor, ceiling = max(0, first - 200), max(last, first + _REACH)
    start = first - _length_of_last(text[floor:first], _WORDS_BEFORE)
    after = [word.end() for word in islice(_NO_SPACE.finditer(text, start, ceiling), _SNIPPET_WORDS)]
    end = max(last, *after[-1:]) if after else last
    before_it, after_it = ("… " if text[:start].strip() else ""), (" …" if text[end:].strip() else "")
    return f"{before_it}{_one_line(text, found, start, end)}{after_it}"


def _length_of_last(text: str, most: int) -> int:
    """Return how many characters the last words of a text take, with the space between and after them."""
    pieces = text.rsplit(None, most)
    rest = pieces[0] if len(pieces) > most else ""
    return len(text[len(rest) :].lstrip())


def _one_line(text: str, found: list[tuple[int, int]], start: int, end: int) -> str:
    pieces, position = [], start
    for hit_start, hit_end in found:
        if hit_end <= end:
            pieces += [text[position:hit_start], START, text[hit_start:hit_end], END]
            position = hit_end
    return re.sub(r"\s+", " ", "".join([*pieces, text[position:end]])).strip()
