"""What the sidecar holds of an article: its words twice, with and without accents, and the codes that narrow.

Words are cut as FTS5's unicode61 cuts them (https://sqlite.org/fts5.html §4.3.1): runs of letters and numbers, with
combining marks inside. Each column has a field of its own, and no text stands in two: a word is looked for in all of them.
The body has its pairs of common words beside it (`archive.sidecar.pairs`).
"""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from archive.folding import plain
from archive.sidecar.pairs import BREAK, Common

if TYPE_CHECKING:
    import tantivy

FORMAT = 3  # counted up when what is below changes; an index of another format is rebuilt
CODES = ("site", "province", "section", "day")  # columns of `facets`; NONE where an article has none
NONE = 0  # no code is 0, for SQLite counts row ids from 1
TEXTS = ("title", "lede", "caption", "body", "byline")
_MARKS = {
    mark: mark - 0x300 + 0xA000 for mark in range(0x300, 0x370)
}  # combining marks, as letters of a script not ours
_ANY_MARK = re.compile("[\u0300-\u036f]")  # a third of the time of the other, and most texts have none
_MARK = re.compile("(?<=[^\\W_])[\u0300-\u036f]+")
PAIRS = "pairs"
_TOKENIZER, _PAIR_TOKENIZER = "words", "pairs"


def name(field: str, *, exact: bool) -> str:
    """Return the sidecar's name of a field: `title` folded, `title_exact` with its accents."""
    return f"{field}_exact" if exact else field


def spelled(text: str, *, exact: bool) -> str:
    """Return a text, or a word of a query, as it is cut into words: as it stands, or in base letters.

    FTS5 counts combining marks in a word as letters, or leaves them out where accents do not count. Tantivy's quick
    cutter would cut there, and its regex one takes three times as long; NFC text has hardly any.
    """
    if _ANY_MARK.search(text):
        text = _MARK.sub(lambda found: found[0].translate(_MARKS) if exact else "", text)
    return text if exact else plain(text)


def schema() -> "tantivy.Schema":
    """Return the fields of an index of this format."""
    import tantivy

    builder = tantivy.SchemaBuilder()
    for number in ("id", *CODES):
        builder.add_unsigned_field(number, indexed=True, fast=True)
    for field in TEXTS:
        for exact in (False, True):
            builder.add_text_field(name(field, exact=exact), tokenizer_name=_TOKENIZER)
    for exact in (False, True):
        builder.add_text_field(name(PAIRS, exact=exact), tokenizer_name=_PAIR_TOKENIZER)
    return builder.build()


def register(index: "tantivy.Index") -> None:
    """Give an index what cuts texts into words; Tantivy does not keep it in its files."""
    import tantivy

    cutter = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
    index.register_tokenizer(_TOKENIZER, cutter.build())
    cutter = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).filter(tantivy.Filter.custom_stopword([BREAK]))
    index.register_tokenizer(_PAIR_TOKENIZER, cutter.build())


def document(row: Mapping[str, Any], common: Common) -> "tantivy.Document":
    """Return an article as the sidecar holds it, from the columns of `articles` and `facets`."""
    import tantivy

    made = tantivy.Document()
    made.add_unsigned("id", row["id"])
    for code in CODES:
        made.add_unsigned(code, row[code] or NONE)
    for field in TEXTS:
        if row[field]:
            for exact in (True, False):
                text = spelled(row[field], exact=exact)
                made.add_text(name(field, exact=exact), text)
                if field == "body":
                    made.add_text(name(PAIRS, exact=exact), common.of_text(text, exact=exact))
    return made
