"""The query language: from what a person typed to a tree of `archive.terms`. Nothing here knows SQL.

    word word          both must occur              "a phrase"        these words in this order
    a OR b             either                       -a, NOT a         without
    ( ... )            a group                      word*             words that begin so
    a NEAR/5 b         at most 5 words between      title: lede: caption: body: byline:   only there

Operators are in capitals; AND may be written. OR binds weakest: `a b OR c` is `(a b) OR c`. All other
punctuation only parts words, as in the index, so that `covid-19`, `12/2024` and `tp.hcm` are phrases.
"""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import cast, get_args

from archive.errors import BadQuery
from archive.folding import clean, words
from archive.terms import AllOf, AnyOf, Field, Near, Node, Not, Phrase

_MAX_LENGTH = 2_000  # characters; a pasted paragraph fits
_MAX_DEPTH = 20  # FTS5's own parser has a stack of 100 entries
_MAX_DISTANCE = 1_000
_NEAR_DISTANCE = 10  # a plain NEAR; the same default as FTS5
_SHORTEST_PREFIX = 2  # one letter would join a tenth of the vocabulary

_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<phrase>"[^"]*"\*?)
      | (?P<group>[()])
      | (?P<minus>(?<![^\s(:])-(?=[^\s)-]))
      | (?P<field>(?:title|lede|caption|body|byline):)
      | (?P<operator>(?:AND|OR|NOT|NEAR(?:/[0-9]+)?)(?=[\s()"]|$))
      | (?P<chunk>[^\s()"]+)
      | (?P<unclosed>")""",
    re.VERBOSE,
)
_TYPOGRAPHIC = str.maketrans(dict.fromkeys("“”„‟″«»", '"'))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Token:
    kind: str
    text: str

    def is_sign(self, *texts: str) -> bool:
        """Say whether this is one of these operators or brackets, and not a word that looks like it."""
        return self.kind in ("group", "minus", "operator") and self.text in texts


def parse(text: str) -> Node:
    """Read a query. Raise BadQuery with one line that says what is wrong."""
    if len(text) > _MAX_LENGTH:
        raise BadQuery(f"the search text has {len(text):,} characters; at most {_MAX_LENGTH:,} are read")
    parser = _Parser(_tokens(clean(text).translate(_TYPOGRAPHIC)))
    node = parser.any_of(None, 0)
    if parser.next is not None:
        raise BadQuery('the closing bracket ")" has no opening one; put literal brackets in quotes')
    if node is None:
        raise BadQuery("nothing to search for: the text holds no letter or digit")
    if not _finds(node):
        raise BadQuery("the query only says what to leave out; add a word to find (on each side of OR)")
    return node


def _tokens(text: str) -> list[_Token]:
    tokens = []
    for found in _TOKEN.finditer(text):
        kind, value = str(found.lastgroup), found[0]
        if kind == "unclosed":
            raise BadQuery(f'the quote before {text[found.end() :][:30]!r} is not closed; add " where the phrase ends')
        if kind in ("chunk", "phrase"):
            _check(value)
        if kind != "space":
            tokens.append(_Token(kind=kind, text=value))
    return tokens


def _check(text: str) -> None:
    """Refuse what looks like a feature but is none: a mistyped field, a star that ends no word or phrase."""
    if mistyped := re.match(r"([A-Za-z]+):[^\W_]", text):
        near = get_close_matches(mistyped[1].lower(), get_args(Field), n=1, cutoff=0.7)
        if near:
            raise BadQuery(f'there is no field {mistyped[1]!r}; write {near[0]}: or put it in quotes: "{text[:40]}"')
    if re.search(r"[^\W_]\*+.*[^\W_]|^\*+[^\W_]", text, re.DOTALL):
        raise BadQuery(f"in {text[:40]!r}: a * can only end a word, or a phrase")


def _finds(node: Node) -> bool:
    """Say whether a node names something to find, so that its hits are no mere complement."""
    if isinstance(node, Not):
        return False
    if isinstance(node, AllOf):
        return any(map(_finds, node.children))
    return not isinstance(node, AnyOf) or all(map(_finds, node.children))


def _missing(operator: str) -> str:
    return f"{operator} needs a word on both sides; to find the word itself write it in small letters or quotes"


class _Parser:
    """Recursive descent. Each method reads one level: its node, or None where there was only punctuation."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.position = 0

    @property
    def next(self) -> _Token | None:
        return self.tokens[self.position] if self.position < len(self.tokens) else None

    def take(self, *signs: str) -> bool:
        """Step over the next token if it is one of these signs."""
        found = self.next is not None and self.next.is_sign(*signs)
        self.position += found
        return found

    def any_of(self, field: Field | None, depth: int) -> Node | None:
        children = [self.all_of(field, depth)]
        while self.take("OR"):
            children.append(self.all_of(field, depth))
        if len(children) == 1:
            return children[0]
        found = tuple(child for child in children if child is not None)
        if len(found) < len(children):
            raise BadQuery(_missing("OR"))
        return AnyOf(children=found)

    def all_of(self, field: Field | None, depth: int) -> Node | None:
        children: list[Node] = []
        while self.next is not None and not self.next.is_sign("OR", ")"):
            joined = self.take("AND")
            node = self.unary(field, depth)
            if joined and (not children or node is None):
                raise BadQuery(_missing("AND"))
            if node is not None:
                children.append(node)
        if len(children) > 1:
            return AllOf(children=tuple(children))
        return children[0] if children else None

    def unary(self, field: Field | None, depth: int) -> Node | None:
        if depth > _MAX_DEPTH:
            raise BadQuery(f"the query is nested more than {_MAX_DEPTH} deep")
        token = self.next
        if token is None or token.is_sign("OR", "AND", ")"):
            return None
        if self.take("-", "NOT"):
            child = self.unary(field, depth + 1)
            if child is None and token.text == "NOT":
                raise BadQuery("NOT needs a word after it; to find the word itself write it in small letters or quotes")
            return child.child if isinstance(child, Not) else child and Not(child=child)
        if token.kind == "field":
            self.position += 1
            child = self.unary(cast(Field, token.text[:-1]), depth + 1)
            if child is None:
                raise BadQuery(f"{token.text} needs a word after it, as in {token.text}word or {token.text}(a OR b)")
            return child
        return self.near(field, depth)

    def near(self, field: Field | None, depth: int) -> Node | None:
        operands = [self.primary(field, depth)]
        distances = set()
        while (token := self.next) is not None and token.kind == "operator" and token.text.startswith("NEAR"):
            self.position += 1
            distances.add(token.text)
            operands.append(self.primary(field, depth))
        if not distances:
            return operands[0]
        phrases = tuple(operand for operand in operands if isinstance(operand, Phrase))
        if len(phrases) < len(operands) or field == "byline":
            raise BadQuery("NEAR joins two words or phrases of the text, as in: cầu NEAR/5 khánh")
        if len(distances) > 1:
            raise BadQuery("a chain of NEAR needs one distance, as in: a NEAR/5 b NEAR/5 c")
        return Near(phrases=phrases, distance=_distance(distances.pop()))

    def primary(self, field: Field | None, depth: int) -> Node | None:
        token = self.next
        if token is None or token.kind in ("operator", "field", "minus") or token.text == ")":
            return None
        self.position += 1
        if not token.is_sign("("):
            return _phrase(token.text, field)
        node = self.any_of(field, depth + 1)
        if not self.take(")"):
            raise BadQuery('an opening bracket "(" is not closed; put literal brackets in quotes')
        return node


def _distance(near: str) -> int:
    """Read NEAR or NEAR/n."""
    digits = near.partition("/")[2]
    if len(digits) > 6 or int(digits or 0) > _MAX_DISTANCE:
        raise BadQuery(f"NEAR/{digits[:12]}: the distance is at most {_MAX_DISTANCE:,} words")
    return int(digits) if digits else _NEAR_DISTANCE


def _phrase(text: str, field: Field | None) -> Phrase | None:
    """Read a word, a quoted phrase or a run such as covid-19; None if there is no word in it."""
    found = tuple(words(text))
    if not found:
        return None
    prefix = re.search(r"""[^\W_]"?\*+[^\w*]*$""", text) is not None
    if prefix and len(found[-1]) < _SHORTEST_PREFIX:
        raise BadQuery(f"{found[-1]}*: give at least {_SHORTEST_PREFIX} letters before the *")
    return Phrase(words=found, prefix=prefix, field=field)
