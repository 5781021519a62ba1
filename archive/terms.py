"""What a query is made of: phrases, and how they are joined. Values only; `archive.grammar` makes them."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Field: TypeAlias = Literal["title", "lede", "caption", "body", "byline"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Words in this order; a single word is a phrase of one. `prefix`: the last word is only a beginning."""

    words: tuple[str, ...]
    prefix: bool = False
    field: Field | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Phrases in any order with at most `distance` words between them, all in one field."""

    phrases: tuple[Phrase, ...]
    distance: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """Everything but this."""

    child: "Node"


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOf:
    """All of these, at least two."""

    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """One of these or more, at least two."""

    children: tuple["Node", ...]


Node: TypeAlias = Phrase | Near | Not | AllOf | AnyOf
