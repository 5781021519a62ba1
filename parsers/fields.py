"""The engine: applies one layout to one page. It, not each site, sees to it that a node belongs to one field."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from urllib.parse import unquote

from parsers.article import Article, Attachment, Photo, Problem, Provenance
from parsers.body import paragraphs
from parsers.captions import CaptionFound, byline_name, caption_and_credit, source_name
from parsers.element_text import short_text, text_of
from parsers.layout import Layout, Rule, rule_parts, selector_of
from parsers.others import boxes_of_others
from parsers.page import Page
from parsers.photos import Captions
from parsers.pictures import images, is_big, outside
from parsers.published import read_published
from parsers.rules import Notes, Value, container_of, evaluate, evaluate_all, names_of, take, title_value
from parsers.text import clean, folded
from parsers.tree import Element

# Whose a text is: in brackets, or the letters of a paper with a dash behind them.
_DATELINE = re.compile(
    r"^(?:\((?P<a>[^()\d]{2,30})\)\s*[-–—:]|\((?P<b>[A-ZĐ]{2,6})\)\s+(?=[^\W\d_a-zđ])"
    r"|(?P<c>[A-ZĐ]{2,5}O)\s*[-–—:]|(?P<d>[A-ZĐ]{2,5})\s+[-–—]\s)"
)
# Papers and agencies write their letters so, and so do provincial papers: B for báo (BHG, BLĐ).
_PAPERS = frozenset({"SGGP", "QĐND", "NLĐ", "CAND", "TTXVN", "VGP", "VOV", "TP", "TT", "TN", "ND", "LĐ", "HNM", "PL"})
_NO_PAPERS = frozenset({"BCH", "BTV", "BTC", "BHXH", "BHYT", "BQL", "BCĐ", "BGH", "BYT", "BCT"})
_DOCUMENT_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|rtf|odt|ods|zip|rar|7z)(?:[?#]|$)", re.IGNORECASE)
# In UTF-8: the bytes that begin U+00C0 to U+027F, and the pairs that begin U+1E80 to U+1EFF (ạ to ỹ).
_ACCENTED, _ACCENTED_PAIRS = bytes(range(0xC3, 0xCA)), (b"\xe1\xba", b"\xe1\xbb")
_LANGUAGE_SAMPLE, _LEAST_LETTERS = 800, 40  # characters; less text than that proves no language
_BUTTONS = (
    ".fb-like, .fb-share-button, .zalo-share-button, .share, .social, .social-share, .share-social, .addthis_toolbox"
)
_BUTTON_TEXT, _MOST_FURNITURE = 60, 50  # characters, elements
_TEMPLATE = re.compile(r"\{\{[^{}]*\}\}$")  # "{{item.title}}": what a script would have filled (baolangson, 2026)
_HOLDS_ADDRESS = {"a": "href", "iframe": "src", "embed": "src", "object": "data"}
_VIEWED = re.compile(r"[?&](?:url|file)=([^&#]{1,2000})")  # Google's viewer, and pdf.js
_HEAD = 20  # characters compared first
_MOST_TAGS = 100
_MOST_PHOTOS = 1000  # the richest photo story known has 60
_CAPTION_RULES = {"InFigures": "in_figures", "InTables": "in_tables", "InParagraphs": "in_paragraphs"}


def read_article(
    page: Page, layout: Layout, *, captured: datetime | None = None
) -> tuple[Article | None, tuple[Problem, ...]]:
    """Apply a layout. Return the article, or None when title or body are missing, and the problems met.

    The order of the fields decides who owns a node: furniture, title, captions, byline, source, lede, then the body
    has the rest.
    """
    notes = Notes(layout.name)
    page.taken, page.container = set(), None
    found = container_of(page, layout.body, notes)
    title = title_value(page, layout.title, notes) if found else None
    if found is None or title is None:
        missing = "title" if found else "body"
        notes.problem(missing, "missing", f"nothing at {names_of(getattr(layout, missing))}")
        return None, tuple(notes.problems)
    page.container, page.title = found[0], title.text
    page.heading = title.elements[0] if title.elements else None
    for selector in layout.drop:
        page.taken.update(page.select(selector))
    page.taken.update(title.elements)
    page.taken.update(_furniture(page, found[0], title.text))
    page.taken.update(boxes_of_others(page))
    notes.note("title", title)
    photos = _photos(page, layout, notes)
    article = _text_fields(page, layout, notes, title=title.text, photos=photos, rule=found[1], captured=captured)
    if not (article.body or photos or article.attachments or article.lede):
        notes.problem("body", "empty", f"no text in {found[1]}")
        return None, tuple(notes.problems)
    return article, tuple(notes.problems)


def _furniture(page: Page, container: Element, title: str) -> Iterator[Element]:
    """Yield what every design may have inside the container: the title repeated as a heading, and buttons."""
    for selector, most in (("h1", len(title)), (_BUTTONS, _BUTTON_TEXT)):
        for one in page.select(selector, container)[:_MOST_FURNITURE]:
            text = None if is_big(one) else short_text(one, most)
            if text is not None and (selector == _BUTTONS or text == title):
                yield one


def _text_fields(
    page: Page,
    layout: Layout,
    notes: Notes,
    *,
    title: str,
    photos: tuple[Photo, ...],
    rule: str,
    captured: datetime | None,
) -> Article:
    assert page.container is not None
    attachments = _attachments(page, layout, notes)
    byline = take(page, layout.byline, notes, "byline")
    source = take(page, layout.source, notes, "source")
    lede = take(page, layout.lede, notes, "lede")
    date = evaluate(page, layout.published, notes, "published")
    page.taken.update(date.elements if date else ())
    lede_text = lede.text if lede else None
    body = _without_repeated_lede(paragraphs(page.container, page.taken), lede)
    notes.provenance.append(Provenance(field="body", rule=rule, raw=""))
    body = [one for one in body if not _TEMPLATE.match(one)]
    opening = body[0] if body else None
    published, raw = read_published(date, layout, notes, lede=lede_text, opening=opening, captured=captured)
    section = evaluate(page, layout.section, notes, "section")
    if section:
        notes.note("section", section)
    return Article(
        title=title,
        lede=lede_text,
        body=tuple(body),
        photos=photos,
        published=published.value,
        published_raw=raw,
        published_precision=published.precision,
        byline=byline_name(byline.text) if byline else None,
        source=source_name(source.text) if source else None,
        dateline=_dateline(lede_text, opening),
        section=section.text.strip(" »>|/") or None if section else None,
        tags=_tags(page, layout.tags, notes),
        attachments=attachments,
        language=language_of((title, lede_text or "", *body)),
        provenance=tuple(notes.provenance),
    )


def _photos(page: Page, layout: Layout, notes: Notes) -> tuple[Photo, ...]:
    """Read the photos in order and take their captions out of the body."""
    assert page.container is not None
    finders = layout.photos if isinstance(layout.photos, tuple) else (layout.photos,)
    photos: list[Photo] = []
    captions: set[Element] = set()
    for image, address in images(page.container, page.taken):
        if len(photos) == _MOST_PHOTOS:
            notes.problem("photos", "too_many", f"more than {_MOST_PHOTOS}; the rest was left out")
            break
        url = page.absolute(address)
        if url is None:
            continue
        rule, raw, caption, credit = "no caption", "", None, None
        for finder in finders:
            if hit := _asked(finder, page, image, notes):
                caption, credit, raw = caption_and_credit(hit)
                captions.update(hit.elements + hit.credit)
                rule = _caption_rule(finder)
                break
        notes.provenance.append(Provenance(field=f"photos[{len(photos)}]", rule=rule, raw=raw[:500]))
        photos.append(Photo(url=url, caption=caption, credit=credit))
    page.taken.update(captions)
    return tuple(photos)


def _asked(finder: Captions, page: Page, image: Element, notes: Notes) -> CaptionFound | None:
    """Ask for the caption of a photo; what raises is a problem of the photos, said once, and finds none."""
    assert page.container is not None
    try:
        return finder.find(page, image, page.container)
    except Exception as error:  # a hand-written one may do anything; the page must not be lost
        if not any(one.code == "rule_raised" and one.field == "photos" for one in notes.problems):
            notes.raised("photos", _caption_rule(finder), error)
        return None


def _caption_rule(finder: Captions) -> str:
    name = type(finder).__name__
    return _CAPTION_RULES.get(name, name)


def _attachments(page: Page, layout: Layout, notes: Notes) -> tuple[Attachment, ...]:
    """Return the files linked from the container or shown in it, then those of the nodes that the layout names besides."""
    assert page.container is not None
    found: dict[str, Attachment] = {}
    shut = outside(page.container, lambda one: one in page.taken)
    files = [(one, address) for one, address in _files(page.container) if not shut(one)]
    for node in evaluate_all(page, layout.attachments, notes, "attachments"):
        files += _files(node)
    for one, address in files:
        url = page.absolute(address)
        if url and url not in found:
            found[url] = Attachment(url=url, text=text_of(one) or url.rsplit("/", 1)[-1])
    return tuple(found.values())


def _files(node: Element) -> Iterator[tuple[Element, str]]:
    """Yield the elements that lead to a file or show one, with its address, also where a viewer's address holds it."""
    for one in node.iter(*_HOLDS_ADDRESS):
        address = one.get(_HOLDS_ADDRESS[str(one.tag)]) or ""
        if one.tag != "a" and (viewed := _VIEWED.search(address)):
            address = unquote(viewed[1])
        if _DOCUMENT_FILE.search(address):
            yield one, address


def _without_repeated_lede(body: list[str], lede: Value | None) -> list[str]:
    """Remove the lede where the body repeats it at its head."""
    if not lede or not body:
        return body
    first, same = (_DATELINE.sub("", one).lstrip() for one in (body[0], lede.text))
    alike = abs(len(first) - len(same)) <= _HEAD  # folding drops no more than marks at the ends
    if alike and folded(first[:_HEAD]) == folded(same[:_HEAD]) and folded(first) == folded(same):
        return body[1:]
    return body


def _tags(page: Page, rule: Rule, notes: Notes) -> tuple[str, ...]:
    for one in rule_parts(rule):
        if isinstance(one, str) and selector_of(one)[1] is None:
            texts = [text_of(element).strip("# ,;") for element in page.select(one)[:_MOST_TAGS]]
        else:
            value = evaluate(page, one, notes, "tags")
            texts = [clean(part) for part in (value.text if value else "").split(",")]
        if unique := tuple(dict.fromkeys(text for text in texts if text)):
            return unique
    return ()


def _dateline(*texts: str | None) -> str | None:
    for text in texts:
        if text and (match := _DATELINE.match(text)):
            letters = match["d"]
            if letters is None or letters in _PAPERS or (letters[0] == "B" and letters not in _NO_PAPERS):
                return match[match.lastgroup or 0]
    return None


def language_of(texts: Iterable[str]) -> str | None:
    """Return the language by its letters, "vi" or "en", or None when they do not say.

    `lang` attributes stick to the visitor and lie (sotttt.hanoi.gov.vn, 2022).
    """
    sample = ""
    for text in texts:
        sample += text[:_LANGUAGE_SAMPLE]
        if len(sample) >= _LANGUAGE_SAMPLE:
            break
    letters = len(sample) - sample.count(" ")
    if letters < _LEAST_LETTERS:
        return None
    octets = sample.encode("utf-8", "replace")
    accented = len(octets) - len(octets.translate(None, _ACCENTED)) + sum(map(octets.count, _ACCENTED_PAIRS))
    return "vi" if accented * 12 > letters else "en" if accented * 100 < letters else None
