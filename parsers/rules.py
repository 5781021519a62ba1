"""Evaluating one rule of a layout on one page, and noting where the value came from."""

from dataclasses import dataclass, field

from parsers.article import Problem, Provenance
from parsers.element_text import has_text, raw_text, text_of
from parsers.layout import Rule, RuleFunction, rule_name, rule_parts, selector_of
from parsers.page import Page
from parsers.text import clean, folded
from parsers.tree import Element

# Headings of boxes stand beside titles in the same markup; they are nobody's field.
_BOXES = (
    "tin moi nhat|tin moi|tin noi bat|cac tin khac|tin khac|tin lien quan|tin doc nhieu|doc nhieu|tin tuc"
    "|tin tuc su kien|tin tuc - su kien|bai viet lien quan|cung chuyen muc|hot news|other news"
)
_BOX_HEADINGS = frozenset(_BOXES.split("|"))
_LONGEST_HEADING = 40  # characters; a longer text is no heading of a box and need not be folded
_MOST = 100  # elements looked at for one rule: a page may nest thousands
_LONGEST_RAW = 2000  # characters of raw text kept for one field


@dataclass(frozen=True, slots=True)
class Value:
    """What a rule found: clean text, text before cleaning, the elements that hold it, and the rule as written."""

    text: str
    raw: str
    elements: tuple[Element, ...]
    rule: str


@dataclass(slots=True)
class Notes:
    """What is gathered while a layout is applied: where fields came from, and what could not be read."""

    layout: str
    provenance: list[Provenance] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def note(self, name: str, value: Value) -> None:
        """Record how a field came to be."""
        self.provenance.append(Provenance(field=name, rule=value.rule, raw=value.raw.strip()[:_LONGEST_RAW]))

    def problem(self, name: str, code: str, message: str) -> None:
        """Record what could not be read."""
        self.problems.append(Problem(field=name, code=code, message=message))

    def raised(self, name: str, rule: str, error: Exception) -> None:
        """Record that a rule of a field raised."""
        message = clean(f"rule {rule} of layout {self.layout} raised {type(error).__name__}: {error}")
        self.problem(name, "rule_raised", message[:300])


def evaluate(page: Page, rule: Rule, notes: Notes, name: str) -> Value | None:
    """Try the alternatives of a rule in order; the first with content wins.

    A rule that raises is a problem of its field, not of the page.
    """
    for one in rule_parts(rule):
        try:
            value = _by_selector(page, one) if isinstance(one, str) else _by_function(page, one)
        except Exception as error:  # a hand-written rule may do anything; the page must not be lost
            notes.raised(name, rule_name(one), error)
            continue
        if value is not None:
            return value
    return None


def evaluate_all(page: Page, rule: Rule, notes: Notes, name: str) -> tuple[Element, ...]:
    """Return all elements that the first alternative of a rule with any finds."""
    for one in rule_parts(rule):
        if isinstance(one, str):
            elements = tuple(page.select(one)[:_MOST])
        else:
            value = evaluate(page, one, notes, name)
            elements = value.elements if value else ()
        if elements:
            return elements
    return ()


def take(page: Page, rule: Rule, notes: Notes, name: str) -> Value | None:
    """Evaluate a rule and take what it found out of the body, also where it is empty of text."""
    value = evaluate(page, rule, notes, name)
    for one in rule_parts(rule):
        if isinstance(one, str) and selector_of(one)[1] is None:
            page.taken.update(page.select(one))
    if value is None:
        return None
    page.taken.update(value.elements)
    notes.note(name, value)
    return value if value.text else None


def title_value(page: Page, rule: Rule, notes: Notes) -> Value | None:
    """Find the title; the heading of a box is none, and the search goes on behind it."""
    for one in rule_parts(rule):
        if isinstance(one, str) and selector_of(one)[1] is None and not one.startswith("meta["):
            for element in page.select(one)[:_MOST]:
                text = text_of(element)
                if text and not is_box_heading(text):
                    return Value(text, raw_text(element), (element,), one)
        elif (value := evaluate(page, one, notes, "title")) and value.text and not is_box_heading(value.text):
            return value
    return None


def container_of(page: Page, rule: Rule, notes: Notes) -> tuple[Element, str] | None:
    """Return the body container and the rule that found it. It holds text, or at least a picture."""
    for one in rule_parts(rule):
        if isinstance(one, str):
            for element in page.select(one)[:_MOST]:
                if has_text(element) or next(element.iter("img"), None) is not None:
                    return element, one
        elif (value := evaluate(page, one, notes, "body")) and value.elements:
            return value.elements[0], value.rule
    return None


def is_box_heading(text: str) -> bool:
    """Say whether a text is the heading of a box ("TIN MỚI NHẤT"), nobody's title."""
    return len(text) <= _LONGEST_HEADING and folded(text) in _BOX_HEADINGS


def names_of(rule: Rule) -> str:
    """Return how a rule with its alternatives is written, for messages."""
    return " | ".join(rule_name(one) for one in rule_parts(rule))


def _by_selector(page: Page, rule: str) -> Value | None:
    selector, declared = selector_of(rule)
    for element in page.select(selector)[:_MOST]:
        attribute = "content" if declared is None and element.tag == "meta" else declared
        # A node that an earlier rule or `drop` took out of the body can still be a field's own.
        raw = (element.get(attribute) or "") if attribute else raw_text(element, page.taken)
        text = clean(raw)
        if text:
            return Value(text, raw, () if attribute else (element,), rule)
    return None


def _by_function(page: Page, rule: RuleFunction) -> Value | None:
    found = rule(page)
    if found is None:
        return None
    if isinstance(found, str):
        text = clean(found)
        return Value(text, found, (), rule_name(rule)) if text else None
    elements = (found,) if isinstance(found, Element) else tuple(found)
    if not all(isinstance(element, Element) for element in elements):
        raise TypeError(f"a rule returns elements, a text or None, not {type(elements[0]).__name__}")
    raw = " ".join(raw_text(element, page.taken) for element in elements)
    return Value(clean(raw), raw, elements, rule_name(rule)) if elements else None
