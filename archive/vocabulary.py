"""The words of the archive with the number of articles they were read in; and words near a word that finds nothing.

The words are read article by article as these come. FTS5's own list of terms (fts5vocab) holds the same counts, but only
by reading a whole index each time.
"""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from archive.folding import has_accents, plain, tone_variants
from archive.terms import AllOf, AnyOf, Near, Node, Phrase

_LONGEST = 24  # letters; no Vietnamese syllable has more than seven, and what is longer is an address or a code
_MOST = 5  # suggestions for one word
_SHORTEST = 3  # letters: everything is near a shorter word
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def count_words(connection: sqlite3.Connection, articles: Iterable[set[str]]) -> None:
    """Add the words of articles, in small letters, to the vocabulary. What has a digit or is very long is no word."""
    counts = Counter(word for found in articles for word in found)
    connection.executemany(
        "INSERT INTO vocab(word, folded, count) VALUES (?, ?, ?) ON CONFLICT(word) DO UPDATE SET count = count + excluded.count",
        [(word, plain(word), count) for word, count in counts.items() if len(word) <= _LONGEST and word.isalpha()],
    )


def spellings(connection: sqlite3.Connection, word: str) -> list[tuple[str, int]]:
    """Return the spellings behind a word's base letters, such as đảng and đang for "dang", with counts, most used first."""
    query = "SELECT word, count FROM vocab WHERE folded = ? ORDER BY count DESC, word LIMIT ?"
    return connection.execute(query, (plain(word.lower()), _MOST)).fetchall()


def suggestions(connection: sqlite3.Connection, node: Node) -> Iterator[tuple[str, list[str]]]:
    """For each word of a query that no article holds as it is meant, yield it with known words near it, best first.

    First its own letters with other accents (or with accents, where it was typed without), then words that
    differ in one letter: one too many, missing, wrong, or two in the wrong order.
    """
    for word in dict.fromkeys(_words(node)):
        if _is_known(connection, word):
            continue
        found = [other for other, _ in spellings(connection, word)]
        if not found and len(word) >= _SHORTEST:
            found = _one_letter_off(connection, word)
        if found:
            yield word, found[:_MOST]


def _is_known(connection: sqlite3.Connection, word: str) -> bool:
    word = word.lower()
    if not has_accents(word):
        return connection.execute("SELECT 1 FROM vocab WHERE folded = ?", (word,)).fetchone() is not None
    spelled = (word, tone_variants(word) or word)
    return connection.execute("SELECT 1 FROM vocab WHERE word IN (?, ?)", spelled).fetchone() is not None


def _words(node: Node) -> Iterator[str]:
    """Yield the words asked for, those to leave out left out. Beginnings (wor*) and people (byline:) are not looked up."""
    if isinstance(node, AllOf | AnyOf):
        for child in node.children:
            yield from _words(child)
    elif isinstance(node, Near):
        for phrase in node.phrases:
            yield from _words(phrase)
    elif isinstance(node, Phrase) and node.field != "byline":
        yield from node.words[: -1 if node.prefix else None]


def _one_letter_off(connection: sqlite3.Connection, word: str) -> list[str]:
    """Return known words whose base letters are one edit away: first those that begin alike, then by how many articles.

    Of the spellings of one word the nearest to what was typed is given, for who types an accent means it.
    """
    typed = word.lower()
    base = plain(typed)
    query = "SELECT folded, word, count FROM vocab WHERE folded IN (SELECT value FROM json_each(?))"
    known: dict[str, list[tuple[float, int, str]]] = defaultdict(list)
    for folded, each, count in connection.execute(query, (json.dumps(sorted(_edits(base) - {base})),)):
        likeness = SequenceMatcher(None, typed, each).ratio() if has_accents(word) else 0.0
        known[folded].append((likeness, count, each))
    best = [(folded[:1] == base[:1], max(spelled)) for folded, spelled in known.items()]
    return [spelled[2] for _, spelled in sorted(best, reverse=True)]


def _edits(word: str) -> set[str]:
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    return {
        *(before + after[1:] for before, after in cuts if after and len(word) > 2),
        *(before + after[1] + after[0] + after[2:] for before, after in cuts if len(after) > 1),
        *(before + letter + after[1:] for before, after in cuts if after for letter in _LETTERS),
        *(before + letter + after for before, after in cuts for letter in _LETTERS),
    }
