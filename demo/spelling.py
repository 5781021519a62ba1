"""How the portals spell: addresses without accents, half-decomposed Unicode, and Ð where Đ was meant."""

import unicodedata

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")  # grave, acute, tilde, hook above, dot below


def slug(text: str) -> str:
    """Return a text in lower-case ASCII with hyphens for all else: "Lãnh đạo Sở" is `lanh-dao-so`."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    shown = (letter for letter in plain if not unicodedata.combining(letter))
    return "-".join("".join(letter if letter.isascii() and letter.isalnum() else " " for letter in shown).split())


def half_decomposed(text: str) -> str:
    """Part the tone marks from their letters and leave the letters composed, as Python's cp1258 decoder does."""
    return "".join(_part_tone(letter) for letter in unicodedata.normalize("NFC", text))


def with_eth(text: str) -> str:
    """Return the text with Ð (U+00D0) for each Đ (U+0110)."""
    return text.replace("Đ", "\u00d0")


def _part_tone(letter: str) -> str:
    marks = unicodedata.normalize("NFD", letter)
    tones = "".join(mark for mark in marks if mark in _TONES)
    rest = "".join(mark for mark in marks if mark not in _TONES)
    return unicodedata.normalize("NFC", rest) + tones
