"""A layout: one page design of a site, as a value. One rule per field says how that field is found."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from parsers.dates import Order
from parsers.page import Page
from parsers.photos import Captions, in_figures, in_paragraphs, in_tables
from parsers.selectors import compile_selector
from parsers.tree import Element

# What a rule function may return: elements (the engine reads their text and takes them out of the body),
# a finished text, or None.
Found: TypeAlias = Element | Sequence[Element] | str | None
RuleFunction: TypeAlias = Callable[[Page], Found]
Rule: TypeAlias = str | RuleFunction | tuple["str | RuleFunction", ...]


def check_rule(rule: Rule, where: str) -> None:
    """Raise ValueError, naming `where`, if a selector in the rule is no CSS, TypeError if a part is no rule."""
    for one in rule_parts(rule):
        if isinstance(one, str):
            try:
                compile_selector(selector_of(one)[0])
            except ValueError as error:
                raise ValueError(f"{where}: {error}") from error
        elif not callable(one):
            raise TypeError(f"{where}: {one!r} is neither a selector nor a function")


def rule_parts(rule: Rule) -> tuple[str | RuleFunction, ...]:
    """Return a rule as the tuple of its alternatives, in the order they are tried."""
    return rule if isinstance(rule, tuple) else (rule,)


def selector_of(rule: str) -> tuple[str, str | None]:
    """Split `meta[...]::attr(content)` into selector and attribute name; the attribute is None for text."""
    selector, mark, rest = rule.partition("::attr(")
    return (selector, rest.rstrip(")")) if mark else (rule, None)


def rule_name(rule: str | RuleFunction) -> str:
    """Return how a rule is written, for provenance."""
    return rule if isinstance(rule, str) else getattr(rule, "__name__", None) or repr(rule)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One page design. A rule is a CSS selector, a tuple of alternatives tried in order, or a function of the page.

    `()` says that this design has no such field. `body` names the container; the engine finds its paragraphs.
    `published` names the date node; with `()` a dateline or the lede may supply the day. `photos` says where
    captions stand (see parsers.photos). `attachments` names nodes outside the container, or dropped from it, whose
    files count too. `drop` names what is furniture inside the container. All of `probe` must
    be on a page for the layout to be tried. `since` and `until` are the days (YYYY-MM-DD) between which
    the design was seen; they break ties. `order` is the order of numeric dates.
    """

    name: str
    title: Rule
    body: Rule
    lede: Rule = ()
    published: Rule = ()
    photos: Captions | tuple[Captions, ...] = (in_figures(), in_tables(), in_paragraphs())
    byline: Rule = ()
    source: Rule = ()
    section: Rule = ()
    tags: Rule = ()
    attachments: Rule = ()
    drop: tuple[str, ...] = ()
    probe: str | tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    order: Order = "dmy"

    def __post_init__(self) -> None:
        """Refuse a layout with a wrong selector or date at import."""
        for field in ("title", "body", "lede", "published", "byline", "source", "section", "tags", "attachments"):
            check_rule(getattr(self, field), f"layout {self.name}, {field}")
        if isinstance(self.probe, str):
            object.__setattr__(self, "probe", (self.probe,))
        if isinstance(self.drop, str):
            object.__setattr__(self, "drop", (self.drop,))
        for selector in (*self.probe, *self.drop):
            if not isinstance(selector, str):
                raise TypeError(
                    f"layout {self.name}, probe or drop: {selector!r} is no selector, and no function may stand here"
                )
            check_rule(selector, f"layout {self.name}, probe or drop")
        for finder in self.photos if isinstance(self.photos, tuple) else (self.photos,):
            if not callable(getattr(finder, "find", None)):
                raise TypeError(f"layout {self.name}, photos: {finder!r} is no place for captions; see parsers.photos")
        for day in (self.since, self.until):
            if day:
                date.fromisoformat(day)
        if not rule_parts(self.title) or not rule_parts(self.body):
            raise ValueError(
                f"layout {self.name}: title and body are what makes a page an article; neither may be empty"
            )

    def days_from(self, day: date | None) -> int:
        """Return how many days lie between a day and the time when the design was seen; 0 inside it, or if unknown."""
        if day is None:
            return 0
        before = (date.fromisoformat(self.since) - day).days if self.since else 0
        after = (day - date.fromisoformat(self.until)).days if self.until else 0
        return max(0, before, after)
