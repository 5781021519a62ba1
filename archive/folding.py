"""Vietnamese spelling for search: what counts as the same letter, the same word and the same name.

Folding serves matching only. What is stored and shown keeps the spelling of its source.
"""

import re
import unicodedata
from itertools import product

# Grave, acute, hook above, tilde, dot below: the five tone marks.
_TONES = "\u0300\u0301\u0309\u0303\u0323"

# Ð (eth, U+00D0) is what a Windows-1258 Đ becomes when it is read as Latin-1: it looks the same and matches nothing.
# The others cannot be seen: soft hyphen, zero-width space and joiners, direction marks, word joiner, BOM.
_INVISIBLE = dict.fromkeys([0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF])
_CLEAN = {0xD0: "Đ", **_INVISIBLE}

_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
_PREFIXES = (("thanh", "pho"), ("tinh",), ("tp",))


def _placements() -> dict[str, str]:
    """Map each toned oa, oe, uy to its other placement: 3 pairs of vowels, 5 tones, both ways, any case."""
    pairs = {}
    for vowels, tone in product(("oa", "oe", "uy"), _TONES):
        for first, second in product((vowels[0], vowels[0].upper()), (vowels[1], vowels[1].upper())):
            new = first + unicodedata.normalize("NFC", second + tone)
            old = unicodedata.normalize("NFC", first + tone) + second
            pairs[new], pairs[old] = old, new
    return pairs


def _base_letters() -> dict[int, str]:
    """Map each accented Latin letter to its base letter: one character to one, so that positions stay.

    What most of a text is made of stands for itself: a letter that `str.translate` does not find takes ten times as long.
    """
    table = {code: chr(code) for code in (*range(0x80), *range(0x2010, 0x2027))}
    table |= {ord("đ"): "d", ord("Đ"): "D"}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        parts = unicodedata.normalize("NFD", chr(code))
        if len(parts) > 1 and all(map(unicodedata.combining, parts[1:])):
            table[code] = parts[0]
    return table


_PLACEMENT = _placements()
_PLACED = re.compile("(?<![qQ])(?:" + "|".join(_PLACEMENT) + ")")
_BASE = _base_letters()


def clean(text: str) -> str:
    """Return the text in NFC, with Đ for Ð (U+00D0) and without invisible characters (soft hyphens, zero widths)."""
    return unicodedata.normalize("NFC", text.translate(_CLEAN))


def plain(text: str) -> str:
    """Return the text in base letters: no accents, d for đ. Case stays; the length stays if the text is NFC."""
    return text.translate(_BASE)


def words(text: str) -> list[str]:
    """Cut a text into words as FTS5's unicode61 does: runs of letters and digits, with combining marks inside."""
    return _WORD.findall(text)


def has_accents(word: str) -> bool:
    """Say whether a word was typed with an accent; đ counts as one."""
    return any(c in "đĐ" or unicodedata.combining(c) for c in unicodedata.normalize("NFD", word))


def tone_variants(word: str) -> str | None:
    """Return the NFC word with its tone in the other place (hoà and hòa, uỷ and ủy), or None if there is none.

    Both placements of oa, oe and uy are in use, also before a final consonant where no rule allows it ("hòan").
    After q the u is no vowel: "quý" has one spelling.
    """
    other = _PLACED.sub(lambda found: _PLACEMENT[found[0]], word)
    return None if other == word else other


def name_key(name: str) -> str:
    """Return the form in which names of provinces and sites compare.

    No accents, case, spaces or dashes, and no leading "tỉnh", "thành phố" or "TP.": "Hà Nội", "hanoi" and
    "TP. Hà Nội" are one.
    """
    found = [word.lower() for word in words(plain(clean(name)))]
    for prefix in _PREFIXES:
        if len(found) > len(prefix) and tuple(found[: len(prefix)]) == prefix:
            found = found[len(prefix) :]
            break
    return "".join(found)
