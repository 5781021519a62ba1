"""Where the words of a query stand in a text, and the snippet round the first of them.

The same reading serves `byline:`, which no full-text index holds.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from archive.folding import plain, tone_variants
from archive.terms import Field, Phrase

START, END = "\u0002", "\u0003"  # round each hit: no text holds them, so a reader can turn them into bold or «»

_SNIPPET_WORDS = 30
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
    """Return what finds a phrase in a text, by the same rules as the two full-text indexes."""
    parts = [_either(word) if exact else re.escape(plain(word)) for word in phrase.words]
    pattern = r"[\W_]+".join(parts) + (f"{_PART_OF_WORD}*" if phrase.prefix else "")
    return Mark(pattern=f"(?<!{_PART_OF_WORD}){pattern}(?!{_PART_OF_WORD})", folded=not exact, field=phrase.field)


def _either(word: str) -> str:
    other = tone_variants(word)
    return f"(?:{re.escape(word)}|{re.escape(other)})" if other else re.escape(word)


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def mentions(text: str | None, pattern: str, folded: int) -> bool:
    """Say whether a mark's pattern occurs; registered in SQLite for `byline:`."""
    return bool(text) and _compiled(pattern).search(plain(text or "") if folded else text or "") is not None


def spans(text: str, marks: Iterable[Mark], field: Field) -> list[tuple[int, int]]:
    """Return the hits of the marks in one field's NFC text: sorted, apart, as character positions."""
    folded_text: str | None = None
    found: list[tuple[int, int]] = []
    for each in marks:
        if each.field not in (None, field):
            continue
        if each.folded and folded_text is None:
            folded_text = plain(text)
        found += [hit.span() for hit in _compiled(each.pattern).finditer((each.folded and folded_text) or text)]
    return merged(found)


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
        found = spans(text, marks, field) if marks else []
        if found:
            return _window(text, found)
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
    # A run of 500 characters holds 30 words of prose; the limit also bounds what is no prose.
    floor, ceiling = max(0, first - 200), max(last, first + 500)
    before = [word.start() for word in re.finditer(r"\S+", text[floor:first])][-_WORDS_BEFORE:]
    start = floor + before[0] if before else first
    after = [word.end() for word in re.compile(r"\S+").finditer(text, start, ceiling)][:_SNIPPET_WORDS]
    end = max(last, *after[-1:]) if after else last
    before_it, after_it = ("… " if text[:start].strip() else ""), (" …" if text[end:].strip() else "")
    return f"{before_it}{_one_line(text, found, start, end)}{after_it}"


def _one_line(text: str, found: list[tuple[int, int]], start: int, end: int) -> str:
    pieces, position = [], start
    for hit_start, hit_end in found:
        if hit_end <= end:
            pieces += [text[position:hit_start], START, text[hit_start:hit_end], END]
            position = hit_end
    return re.sub(r"\s+", " ", "".join([*pieces, text[position:end]])).strip()
