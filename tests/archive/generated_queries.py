"""A seeded corpus of a few words, and queries of every kind over it, in which most find something."""

import random
import unicodedata
from typing import Any

from archive.folding import words

_TEXT = "uy uỷ ủy ban bản dan dân dang đang đảng hoà hòa hoa vận Vận van cau cầu quý Đường x\u0300n a\u0301\u0302"
_WORDS = words(_TEXT)
_BEGINNINGS = ["da*", "hoà*", "va*", "ưu", "uỷ*", "quy*"]
_SIGNS = (" ", " ", " ", ", ", " - ", ".", "/", "_", "\n\n")


def documents(count: int) -> list[dict[str, Any]]:
    """Return articles for `small_archive.add`, the same each time."""
    chance = random.Random(7)
    return [
        {
            "title": _text(chance, 4),
            "lede": _text(chance, 5),
            "body": _text(chance, 12),
            "byline": _text(chance, 2),
            "photos": [("u", _text(chance, 3), None)],
        }
        for _ in range(count)
    ]


def _text(chance: random.Random, length: int) -> str:
    made = "".join(chance.choice(_WORDS) + chance.choice(_SIGNS) for _ in range(chance.randrange(length + 1)))
    return unicodedata.normalize("NFC", made)


def generated(count: int) -> list[str]:
    """Return queries: words, phrases, beginnings, NEAR, fields, joined by AND, OR and NOT; the same each time."""
    chance = random.Random(11)
    return [_query(chance, 3) for _ in range(count)]


def _query(chance: random.Random, depth: int) -> str:
    if depth == 0 or chance.random() < 0.3:
        return _leaf(chance)
    left, right = _query(chance, depth - 1), _query(chance, depth - 1)
    other = _word(chance)
    joined = [f"({left} {right})", f"({left} OR {right})", f"({left} -{right})", f"((-{left} OR {right}) {other})"]
    return chance.choice(joined)


def _leaf(chance: random.Random) -> str:
    kind = chance.randrange(6)
    if kind == 0:
        return f"{chance.choice(['title', 'lede', 'caption', 'body', 'byline'])}:{_word(chance)}"
    if kind == 1:
        return f'"{chance.choice(_WORDS)} {_word(chance)}"'
    if kind == 2:
        return f'"{" ".join(chance.choices(_WORDS, k=3))}"'
    if kind == 3:
        return f"({chance.choice(_WORDS)} NEAR/{chance.randrange(6)} {chance.choice(_WORDS)})"
    return _word(chance)


def _word(chance: random.Random) -> str:
    return chance.choice([*_WORDS, *_BEGINNINGS])
