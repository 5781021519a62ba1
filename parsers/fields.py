"""The engine: applies one layout to one page. It, not each site, sees to it that a node belongs to one field."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from parsers import dates
from parsers.article import Article, Attachment, Photo, Problem, Provenance
from parsers.body import Paragraph, paragraphs
from parsers.captions import byline_name
from parsers.layout import Layout, Rule, RuleFunction, rule_name, rule_parts, selector_of
from parsers.page import Element, Page, raw_text, text_of
from parsers.photos import address_of, caption_and_credit, images
from parsers.text import clean, folded

# Headings of boxes stand beside titles in the same markup; they are nobody's field.
_BOX_HEADINGS = frozenset(
    {
        "tin moi nhat",
        "tin moi",
        "tin noi bat",
        "cac tin khac",
        "tin khac",
        "tin lien quan",
        "tin doc nhieu",
        "doc nhieu",
    }
    | {
        "tin tuc",
        "tin tuc su kien",
        "tin tuc - su kien",
        "bai viet lien quan",
        "cung chuyen muc",
        "hot news",
        "other news",
    }
)
_DATELINE = re.compile(r"^(?:\((?P<a>[^()\d]{2,30})\)|(?P<b>[A-ZĐ]{2,5}O))\s*[-–—:]")
_DOCUMENT_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|rtf|odt|ods|zip|rar|7z)(?:[?#]|$)", re.IGNORECASE)


@dataclass(slots=True)
class Reading:
    """What is gathered while a layout is applied."""

    layout: str
    provenance: list[Provenance] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Value:
    text: str
    raw: str
    elements: tuple[Element, ...]
    rule: str


def body_container(page: Page, layout: Layout) -> Element | None:
    """Return the layout's body container on this page, or None."""
    value = _evaluate(page, layout.body, Reading(layout.name), "body")
    return value.elements[0] if value and value.elements else None


def title_of(page: Page, layout: Layout) -> str | None:
    """Return the layout's title on this page, or None."""
    value = _title(page, layout, Reading(layout.name))
    return value.text if value else None


def read_article(
    page: Page, layout: Layout, *, captured: datetime | None = None
) -> tuple[Article | None, tuple[Problem, ...]]:
    """Apply a layout. Return the article, or None when title or body are missing, and the problems met.

    The order of the fields decides who owns a node: furniture, captions, byline, source, lede, then the body has the rest.
    """
    notes = Reading(layout.name)
    container = body_container(page, layout)
    title = _title(page, layout, notes)
    if container is None or title is None:
        missing = "body" if container is None else "title"
        notes.problems.append(
            Problem(field=missing, code="missing", message=f"nothing at {_names(getattr(layout, missing))}")
        )
        return None, tuple(notes.problems)
    page.container = container
    page.taken = {one for selector in layout.drop for one in page.select(selector)}
    page.taken.update(title.elements)
    note(notes, "title", title)
    photos = _photos(page, layout, notes)
    attachments = _attachments(page)
    byline = _take(page, layout.byline, notes, "byline")
    source = _take(page, layout.source, notes, "source")
    lede = _take(page, layout.lede, notes, "lede")
    body = _without_repeated_lede(paragraphs(container, page.taken), lede)
    notes.provenance.append(Provenance(field="body", rule=_names(layout.body), raw=""))
    published, raw = _published(page, layout, lede.text if lede else None, body, notes, captured)
    texts = tuple(one.text for one in body)
    if not texts and not photos and not attachments and not lede:
        notes.problems.append(Problem(field="body", code="empty", message=f"no text in {_names(layout.body)}"))
        return None, tuple(notes.problems)
    article = Article(
        title=title.text,
        lede=lede.text if lede else None,
        body=texts,
        photos=photos,
        published=published.value,
        published_raw=raw,
        published_precision=published.precision,
        byline=byline_name(byline.text) if byline else None,
        source=_source_name(source.text) if source else None,
        dateline=_dateline(lede.text if lede else None, texts),
        section=_plain(page, layout.section, notes, "section"),
        tags=_tags(page, layout, notes),
        attachments=attachments,
        language=_language(page),
        provenance=tuple(notes.provenance),
    )
    return article, tuple(notes.problems)


def _evaluate(page: Page, rule: Rule, notes: Reading, name: str) -> _Value | None:
    """Try the alternatives of a rule in order; the first with content wins. A rule that raises is a problem of its field."""
    for one in rule_parts(rule):
        try:
            value = _evaluate_selector(page, one) if isinstance(one, str) else _evaluate_function(page, one)
        except Exception as error:  # noqa: BLE001 -- a hand-written rule may do anything; the page must not be lost
            message = f"rule {rule_name(one)} of layout {notes.layout} raised {type(error).__name__}: {error}"
            notes.problems.append(Problem(field=name, code="rule_raised", message=clean(message)[:300]))
            continue
        if value is not None:
            return value
    return None


def _evaluate_selector(page: Page, rule: str) -> _Value | None:
    selector, attribute = selector_of(rule)
    for element in page.select(selector):
        if attribute is None and element.tag == "meta":
            attribute = "content"
        # A node that an earlier rule or `drop` took out of the body can still be a field's own.
        raw = (element.get(attribute) or "") if attribute else raw_text(element, page.taken - {element})
        # A body may hold only pictures, so an element with one counts as found without any text.
        if clean(raw) or (attribute is None and element.find(".//img") is not None):
            return _Value(clean(raw), raw, () if attribute else (element,), rule)
    return None


def _evaluate_function(page: Page, rule: RuleFunction) -> _Value | None:
    found = rule(page)
    if found is None:
        return None
    if isinstance(found, str):
        return _Value(clean(found), found, (), rule_name(rule)) if clean(found) else None
    elements = (found,) if isinstance(found, Element) else tuple(found)
    raw = " ".join(raw_text(element, page.taken) for element in elements)
    return _Value(clean(raw), raw, elements, rule_name(rule)) if elements else None


def _title(page: Page, layout: Layout, notes: Reading) -> _Value | None:
    """Find the title; a heading of a box is none, and the search goes on behind it."""
    for one in rule_parts(layout.title):
        if isinstance(one, str) and selector_of(one)[1] is None:
            for element in page.select(one):
                text = text_of(element)
                if text and folded(text) not in _BOX_HEADINGS:
                    return _Value(text, raw_text(element), (element,), one)
        elif (value := _evaluate(page, one, notes, "title")) and value.text and folded(value.text) not in _BOX_HEADINGS:
            return value
    return None


def _take(page: Page, rule: Rule, notes: Reading, name: str) -> _Value | None:
    """Evaluate a rule and take what it found out of the body, also when it is empty of text."""
    value = _evaluate(page, rule, notes, name)
    for one in rule_parts(rule):
        if isinstance(one, str) and selector_of(one)[1] is None:
            page.taken.update(page.select(one))
    if value is None:
        return None
    page.taken.update(value.elements)
    note(notes, name, value)
    return value if value.text else None


def note(notes: Reading, name: str, value: _Value) -> None:
    """Record how a field came to be."""
    notes.provenance.append(Provenance(field=name, rule=value.rule, raw=value.raw.strip()[:2000]))


def _photos(page: Page, layout: Layout, notes: Reading) -> tuple[Photo, ...]:
    assert page.container is not None
    finders = layout.photos if isinstance(layout.photos, tuple) else (layout.photos,)
    photos: list[Photo] = []
    captions: set[Element] = set()
    for image in list(images(page.container, page.taken)):
        found = next((hit for one in finders if (hit := one.find(page, image, page.container))), None)
        caption, credit, raw = caption_and_credit(found) if found else (None, None, "")
        if found:
            captions.update(found.elements)
        url = page.absolute(address_of(image) or "")
        if url is None:
            continue
        photos.append(Photo(url=url, caption=caption, credit=credit))
        notes.provenance.append(
            Provenance(field=f"photos[{len(photos) - 1}]", rule=repr(found and finders), raw=clean(raw)[:500])
        )
    page.taken.update(captions)
    return tuple(photos)


def _attachments(page: Page) -> tuple[Attachment, ...]:
    assert page.container is not None
    found: dict[str, Attachment] = {}
    for link in page.container.iter("a"):
        href = link.get("href") or ""
        url = page.absolute(href) if _DOCUMENT_FILE.search(href) else None
        if url and url not in found:
            found[url] = Attachment(url=url, text=text_of(link) or url.rsplit("/", 1)[-1])
    return tuple(found.values())


def _without_repeated_lede(body: list[Paragraph], lede: _Value | None) -> list[Paragraph]:
    """Remove the lede where the body repeats it at its head."""
    if lede and body and folded(body[0].text) == folded(lede.text):
        return body[1:]
    return body


def _published(
    page: Page, layout: Layout, lede: str | None, body: Sequence[Paragraph], notes: Reading, captured: datetime | None
) -> tuple[dates.Reading, str | None]:
    """Read the date from its declared node. Only a layout that declares none lets the lede or dateline supply the day."""
    if not rule_parts(layout.published):
        text = lede or (body[0].text if body else "")
        reading = dates.in_prose(text, order=layout.order)
        if reading.value:
            where = "lede" if lede else "dateline"
            notes.provenance.append(
                Provenance(field="published", rule=f"{where}: no date node in this layout", raw=text[:500])
            )
            return reading, text[:500]
        notes.problems.append(Problem(field="published", code="no_date", message=reading.reason))
        return reading, None
    value = _evaluate(page, layout.published, notes, "published")
    if value is None:
        notes.problems.append(
            Problem(field="published", code="missing", message=f"nothing at {_names(layout.published)}")
        )
        return dates.Reading(), None
    reading = dates.read(value.text, order=layout.order, reference=captured)
    note(notes, "published", value)
    if reading.reason:
        notes.problems.append(Problem(field="published", code="refused", message=reading.reason))
    elif captured and reading.day and (reading.day - captured.date()).days > 1:
        notes.problems.append(
            Problem(field="published", code="in_future", message=f"{reading.value} is after the capture")
        )
    return reading, value.text


def _plain(page: Page, rule: Rule, notes: Reading, name: str) -> str | None:
    value = _evaluate(page, rule, notes, name)
    return value.text.strip(" »>|/") or None if value else None


def _tags(page: Page, layout: Layout, notes: Reading) -> tuple[str, ...]:
    for one in rule_parts(layout.tags):
        if isinstance(one, str) and selector_of(one)[1] is None:
            texts = (text_of(element).strip("# ,;") for element in page.select(one))
        else:
            value = _evaluate(page, one, notes, "tags")
            texts = (clean(part) for part in (value.text if value else "").split(","))
        if unique := tuple(dict.fromkeys(text for text in texts if text)):
            return unique
    return ()


def _source_name(text: str) -> str | None:
    return re.sub(r"^\(?(?:nguồn tin|nguồn|theo)\s*[:：]?\s*", "", text, flags=re.IGNORECASE).strip("() .") or None


def _dateline(lede: str | None, body: tuple[str, ...]) -> str | None:
    for text in (lede, *body[:1]):
        if text and (match := _DATELINE.match(text)):
            return match["a"] or match["b"]
    return None


def _language(page: Page) -> str | None:
    """Return the language by its letters: `lang` attributes stick to the visitor and lie (sotttt.hanoi.gov.vn, 2022)."""
    assert page.container is not None
    text = text_of(page.container)
    letters = sum(1 for character in text if character.isalpha())
    if letters < 40:
        return None
    accented = sum(1 for character in text if "\u00c0" <= character <= "\u1ef9")
    return "vi" if accented * 12 > letters else "en" if accented * 100 < letters else None


def _names(rule: Rule) -> str:
    return " | ".join(rule_name(one) for one in rule_parts(rule))
