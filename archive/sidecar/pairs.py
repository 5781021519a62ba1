"""Two common words side by side, kept as one word, so that a phrase of common words is looked up and not pieced together.

Vietnamese is written in syllables: the ordinary word is a phrase of two, and each of them stands in a good part of all
articles. To find such a phrase Tantivy compares the positions of both words in every article that holds both. A pair is
kept where that would be many; a phrase with a rarer word in it has few articles to compare. Lucene knows this as
CommonGrams. Only bodies have pairs: the other texts are short.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from archive.folding import words

BREAK = "."  # stands where a pair is not kept; Tantivy leaves it out, and counts its position
_MANY = 0.15  # of all articles, if the two words met by chance: in a million articles 13 ms to compare
_SAMPLE = 1_000  # articles, spread over all, in which words are counted
_BODIES = """
SELECT a.body FROM json_each(?) JOIN changes ON number = value JOIN articles a ON a.id = article_id WHERE a.body <> ''
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """The share of articles, 0 to 1, whose body holds a common word: as it is spelled, and in base letters.

    An index keeps the shares that it began with: what is put in and what is asked for must be paired alike.
    """

    exact: Mapping[str, float]
    folded: Mapping[str, float]

    def of_text(self, text: str, *, exact: bool) -> str:
        """Return the pairs of a text as `fields.spelled` gives it, in order, with BREAK for each that is not kept."""
        share = (self.exact if exact else self.folded).get
        found = words(text.lower())
        shares = [share(word, 0.0) for word in found]
        sides = zip(found, found[1:], shares, shares[1:], strict=False)
        return " ".join([f"{one}_{two}" if a * b >= _MANY else BREAK for one, two, a, b in sides])

    def of_phrase(self, phrase: Sequence[str], *, exact: bool) -> list[str] | None:
        """Return the pairs of a phrase, its words in small letters; None for one word, or if some pair is not kept."""
        pairs = self.of_text(" ".join(phrase), exact=exact).split()
        return pairs if pairs and BREAK not in pairs else None


def common_words(connection: sqlite3.Connection, last: int, spelled: Callable[..., str]) -> Common:
    """Count words in articles from the first change to the `last`. Only what can be half of a pair is returned."""
    chosen = {max(1, last * number // _SAMPLE) for number in range(1, _SAMPLE + 1)}
    exact, folded, articles = Counter[str](), Counter[str](), 0
    for (body,) in connection.execute(_BODIES, (json.dumps(sorted(chosen)),)):
        articles += 1
        exact.update(set(words(spelled(body, exact=True).lower())))
        folded.update(set(words(spelled(body, exact=False).lower())))
    return Common(exact=_shares(exact, articles), folded=_shares(folded, articles))


def _shares(counts: Counter[str], articles: int) -> dict[str, float]:
    return {word: round(count / articles, 3) for word, count in counts.items() if count >= articles * _MANY}
