"""Guessing where the fields of an article page stand, as selectors for a person to correct."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.draft.body import body_of, in_margin
from archive.draft.handles import names_of, selector_for
from parsers.dates import read as read_date
from parsers.element_text import SILENT, text_of
from parsers.kind import text_of_title
from parsers.layout import Layout, Rule
from parsers.names import first_bold_paragraph, signature
from parsers.page import Page
from parsers.rules import is_box_heading
from parsers.text import folded
from parsers.tree import Element

_TITLES = "h2, h3, [class*=title i], [class*=tieude i], [class*=tieu-de i], [id*=title i], [id*=tieude i]"
_DATES = re.compile(r"date|time|ngay|publish|thoi-?gian|created|posted", re.IGNORECASE)
_LEDES = re.compile(r"sapo|lead|lede|summary|tom-?tat|desc|intro|excerpt|trich-?yeu", re.IGNORECASE)
_AUTHORS = re.compile(r"author|tac-?gia|byline|nguoi-?viet", re.IGNORECASE)
_CAPTIONS = re.compile(r"caption|image|photo|img|anh|chu-?thich", re.IGNORECASE)
_FURNITURE = re.compile(
    r"related|relation|lien-?quan|tin-?khac|other-?news|share|social|quang-?cao|banner|comment|binh-?luan|rating|toolbar|print"
    r"|breadcrumb|menu|(?:^|[\s_-])(?:ads?|tags?|nav)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LEAST_TITLE, _LEAST_LEDE = 10, 40  # characters
_MOST_DATE, _MOST_LEDE, _MOST_AUTHOR = 120, 1200, 80  # characters
_MOST_DROPS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where title and body of a page stand; the other fields are sought round them."""

    title: Element
    body: Element


def guessed_layout(page: Page, *, name: str) -> Layout | None:
    """Return a layout for a page of which nothing is known.

    None when no title or no body can be made out, and when the page is neither dated beside its title nor named after it: a
    home page has as much.
    """
    title = _title(page)
    body = body_of(page, title) if title is not None else None
    if title is None or body is None:
        return None
    title_rule, body_rule = selector_for(page, title), selector_for(page, body)
    if title_rule is None or body_rule is None or not {title, body} <= _order(page).keys():
        return None
    places = Places(title=title, body=body)
    byline = _byline(page, places)
    published = published_rule(page, places)
    date = page.first(published) if published else None
    inside = date is not None and body in date.iterancestors()
    if (published is None or inside) and not _is_own_name(page, text_of(title)):
        return None
    drops = [published] if published and inside else []
    return Layout(
        name=name,
        title=title_rule,
        lede=_lede(page, places),
        published=published or (),
        body=body_rule,
        byline=(byline, signature()) if byline else signature(),
        drop=(*drops, *_drops(page, body, body_rule)),
        probe=body_rule,
    )


def published_rule(page: Page, places: Places) -> str | None:
    """Return a selector for the date: a short node near the title, named like a date, whose text reads strictly as one.

    A node between title and body goes first, then one in the same box as the title, which the clock of a header is
    not, then one inside the body that is named like a date.
    """
    order = _order(page)
    if not {places.title, places.body} <= order.keys():
        return None
    start, text = order[places.title], order[places.body]
    near = _surroundings(places.title)
    named = [one for one in order if _DATES.search(_labels(one)) or one.tag == "time"]
    inside = [one for one in named if places.body in one.iterancestors()]
    plain = [one for one in order if len(one) == 0]
    for group in (named, plain):
        dated = _innermost([one for one in group if one not in inside and _is_date(one)])
        between = [one for one in dated if start < order[one] < text]
        beside = [one for one in dated if order[one] < text and near & set(one.iterancestors())]
        for found in sorted(between or beside, key=lambda one: abs(order[one] - start)):
            if rule := selector_for(page, found):
                return rule
    for found in _innermost([one for one in inside if _is_date(one)]):
        if rule := selector_for(page, found):
            return rule
    meta = page.first("meta[property='article:published_time']")
    return "meta[property='article:published_time']" if meta is not None else None


def _title(page: Page) -> Element | None:
    """Return the heading that the page's own names for itself confirm, else its longest `h1`."""
    headings = [*page.select("h1")[:20], *page.select(_TITLES)[:200]]
    texts = [(one, text_of(one)) for one in headings]
    real = [(one, text) for one, text in texts if len(text) > _LEAST_TITLE and not is_box_heading(text)]
    own = [(one, text) for one, text in real if _is_own_name(page, text)]
    first = own or [pair for pair in real if pair[0].tag == "h1"] or [pair for pair in real if pair[0].tag == "h2"][:1]
    return max(first, key=lambda pair: len(pair[1]), default=(None, ""))[0]


def _is_own_name(page: Page, text: str) -> bool:
    """Say whether the page calls itself so, in `<title>` or og:title."""
    names = [one.get("content") or "" for one in page.select("meta[property='og:title']")[:3]]
    return any(folded(text) in folded(name) for name in (*names, text_of_title(page)) if name)


def _lede(page: Page, places: Places) -> Rule:
    """Return a rule for the lede: a node named so between the title and the text, or an opening paragraph all bold."""
    order = _order(page)
    start, last = order[places.title], order[places.body] + 20  # it may open the body
    named = []
    for one in order:
        label = _labels(one)
        if not _LEDES.search(label) or _CAPTIONS.search(label) or not start < order[one] <= last:
            continue
        if places.body not in one.iter("*") and _LEAST_LEDE <= len(text_of(one)) <= _MOST_LEDE:
            named.append(one)
    for one in _innermost(named):
        if rule := selector_for(page, one):
            return rule
    page.container, page.taken = places.body, {places.title}
    bold = first_bold_paragraph()
    return bold if bold(page) is not None else ()


def _byline(page: Page, places: Places) -> str | None:
    order = _order(page)
    named = (one for one in order if _AUTHORS.search(_labels(one)) and order[one] > order[places.title])
    for one in named:
        if 0 < len(text_of(one)) <= _MOST_AUTHOR and not in_margin(one):
            return selector_for(page, one)
    return None


def _drops(page: Page, body: Element, rule: str) -> Iterator[str]:
    """Yield selectors for what is furniture inside the body by its name, outermost only, never half of the text."""
    whole = len(text_of(body))
    dropped: list[Element] = []
    seen: set[str] = set()
    for one in body.iterdescendants("*"):
        if not _FURNITURE.search(_labels(one)) or any(a in dropped for a in one.iterancestors()):
            continue
        name = next((name for name in names_of(one) if _FURNITURE.search(name[1:])), None)
        if name is None or 2 * sum(len(text_of(other)) for other in page.select(name, body)) > whole:
            continue
        dropped.append(one)
        if name not in seen and len(seen) < _MOST_DROPS:
            seen.add(name)
            yield f"{rule} {name}"


def _order(page: Page) -> dict[Element, int]:
    body = page.root.find("body") if page.root is not None else None
    elements = body.iter("*") if body is not None else ()
    return {one: number for number, one in enumerate(elements) if one.tag not in SILENT}


def _labels(element: Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _is_date(element: Element) -> bool:
    if len(element) > 10:
        return False
    text = text_of(element)
    return 0 < len(text) <= _MOST_DATE and read_date(text).value is not None


def _innermost(elements: list[Element]) -> list[Element]:
    outer = {ancestor for one in elements for ancestor in one.iterancestors()}
    return [one for one in elements if one not in outer]


def _surroundings(title: Element) -> set[Element]:
    """Return the two elements next round the title, but never the body of the page."""
    near = [one for one in title.iterancestors() if one.tag not in ("body", "html")]
    return set(near[:2])
