"""Rules for what stands round the body: the line with the date, a lede in a node of its own, the author.

For designs known by title and body alone (the public crawler configurations of 2026 name no more). Nearly every
design puts date and lede there, whatever it calls them, while clocks stand in the header and other articles' dates
in lists. The rules refuse what is not plainly one: a wrong date is worse than none.
"""

import re
from collections.abc import Iterator
from itertools import chain, islice

from parsers import dates
from parsers.element_text import BLOCKS, short_text, text_of
from parsers.layout import RuleFunction
from parsers.page import Page
from parsers.pictures import has_picture, is_big, outside
from parsers.text import folded
from parsers.tree import Element

_MOST = 400  # elements looked at on one side of the title
_MOST_LONG = 25  # elements with too much text; each may have megabytes
_DATE_LINE = 90  # characters: "Thứ Năm, ngày 18 tháng 5 năm 2021, 17:22 (GMT+7) | Lượt xem: 1.204" has 66
# The words of a date line, folded. With any other word it says something else, too: the title of another article.
_DATE_WORDS = """
thu hai ba bon tu nam sau bay tam chin muoi mot gieng chap chu nhat cn ngay thang gio phut luc vao gmt utc am pm sa ch
sang trua chieu toi dang tai xuat ban phat hanh gui cap nhat thoi gian date time posted published updated on at th jan
feb mar apr may jun jul aug sep oct nov dec luot xem doc views view count binh luan comment comments h g t
"""
_WORDS = frozenset(_DATE_WORDS.split())
_TITLE = 20  # characters; a shorter heading may be a section's, and pages of lists bear that name
_LEDE = (40, 900)  # characters
_ROW = 300  # characters of a list's row with its summary
_ANOTHER = 30  # characters of a link; the names of authors and sections are shorter
_LONG = 80  # characters; a shorter one ends like a sentence
_SENTENCE_END = re.compile(r"[.!?…][\W]*$")
_LINKED = 0.3  # share of a lede's text inside links, at most
_HEADINGS = "h1, h2, h3, h4"
# Lists, boxes and menus hold the dates of others.
_BOXES = "a ul ol nav aside footer form figure figcaption table header"
_OTHERS = frozenset(_BOXES.split())
# The head of a portal shows the day of the visit.
_CLOCK = re.compile(r"header|top-?bar|top-?menu|clock|today|-now\b|\bnow-|current", re.IGNORECASE)
_AUTHORS = ".pseudonym, .author, .article-author, .detail-author, .post-author, .author-name, .news-author, .tac-gia"
_NAME_LENGTH = 60  # characters
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]+")


def heading_that_names_the_page() -> RuleFunction:
    """Return a rule: the title is the first heading that the page's `<title>` or `og:title` begins with.

    The site's own name ends them.
    """

    def heading_in_the_page_title(page: Page) -> Element | None:
        names = [text_of(one) for one in page.select("head > title")[:1]]
        names += [one.get("content") or "" for one in page.select("meta[property='og:title']")[:1]]
        known = [folded(name) for name in names if name]
        for heading in page.select(_HEADINGS)[:_MOST] if known else ():
            text = folded(text_of(heading))
            if len(text) >= _TITLE and any(name.startswith(text) for name in known):
                return heading
        return None

    return heading_in_the_page_title


def date_by_the_title() -> RuleFunction:
    """Return a rule: the date is the short line nearest to the title that says one day and nothing else.

    Sought first between title and body, then above the title, as far up as the element that holds both.
    """

    def date_line_by_the_title(page: Page) -> Element | None:
        above, between = _around_the_title(page)
        too_long = 0
        for element in chain(between, reversed(above)):
            if is_big(element) or _is_wrapper(element):
                continue
            text = short_text(element, _DATE_LINE, frozenset(element.iter("a")))  # without the author's name, often
            too_long += text is None
            if too_long > _MOST_LONG:
                break
            if _is_date_line(text) and not _is_by_a_title(element):
                return element
        return None

    return date_line_by_the_title


def lede_by_the_title() -> RuleFunction:
    """Return a rule: the lede is the first paragraph between title and body, where it is no list of links."""

    def paragraph_below_the_title(page: Page) -> Element | None:
        for element in _around_the_title(page)[1]:
            if element.getparent() is page.container:  # the head of the body, or its first paragraph: who can tell?
                return None
            if (
                element.tag not in BLOCKS
                or is_big(element)
                or any(one.tag in BLOCKS for one in element.iterdescendants())
            ):
                continue
            text = short_text(element, _LEDE[1])
            if text and _is_lede(element, text) and not _is_by_a_picture(element, text):
                return element
        return None

    return paragraph_below_the_title


def author_by_the_body() -> RuleFunction:
    """Return a rule: the byline is the first node called author that is near the body and holds no more than a name."""

    def author_near_the_body(page: Page) -> Element | None:
        heading, container = _heading(page), page.container
        around = _common(heading, container) if heading is not None and container is not None else None
        if around is None:
            return None
        shut = outside(
            around, lambda one: one in page.taken or one.tag in _OTHERS or "comment" in (one.get("class") or "")
        )
        for element in page.select(_AUTHORS, around)[:_MOST]:
            text = short_text(element, _NAME_LENGTH)
            if text and len(text) > 1 and not _DIGIT.search(text) and not shut(element):
                return element
        return None

    return author_near_the_body


def _is_lede(element: Element, text: str) -> bool:
    """Tell a lede from a line of buttons or a list of links: it is long, or ends like a sentence."""
    if len(text) < _LEDE[0] or (len(text) < _LONG and not _SENTENCE_END.search(text)):
        return False
    linked = sum(len(text_of(link)) for link in element.iter("a"))
    return linked <= len(text) * _LINKED and not _is_date_line(text)


def _is_wrapper(element: Element) -> bool:
    """Say whether an element holds one other and nothing else: what can be said of it is said of that."""
    return len(element) == 1 and not (element.text or "").strip() and not (element[0].tail or "").strip()


def _is_by_a_title(element: Element) -> bool:
    """Say whether the date shares a row with a link as long as a title: then it is that of another article."""
    row = element.getparent()
    if row is None or is_big(row) or short_text(row, _ROW) is None:
        return False
    return any(len(text_of(link)) >= _ANOTHER for link in row.iter("a"))


def _is_by_a_picture(element: Element, text: str) -> bool:
    """Say whether a box round this element and not much more holds a picture: then it is a caption."""
    box = element.getparent()
    return box is not None and not is_big(box) and has_picture(box) and short_text(box, len(text) * 2) is not None


def _is_date_line(text: str | None) -> bool:
    if not text or len(text) > _DATE_LINE or not any(map(str.isdigit, text)):
        return False
    return _WORDS.issuperset(_WORD.findall(folded(text))) and dates.read(text).value is not None


def _around_the_title(page: Page) -> tuple[list[Element], list[Element]]:
    """Return the elements above the title and those between it and the body, in their order, without others' boxes.

    Where the container holds the title itself, there is nothing above; between are the elements before its first
    paragraph of any length.
    """
    heading, container = _heading(page), page.container
    if heading is None or container is None:
        return [], []
    around = _common(heading, container)
    if around is None:
        return [], []
    shut = outside(around, lambda one: one is heading or (one.tag in _OTHERS and not _holds(one, heading)))
    clock = outside(around, lambda one: _CLOCK.search(f"{one.get('class') or ''} {one.get('id') or ''}") is not None)
    above: list[Element] = []
    between: list[Element] = []
    now = above
    for element in islice(around.iterdescendants(), _MOST):
        if element is heading:
            now = between
        elif element is container:
            break
        elif isinstance(element.tag, str) and not shut(element) and not _holds(element, heading):
            if around is container and now is between and _is_text(element):
                break
            if now is between or not clock(element):
                now.append(element)
    return ([] if around is container else above), between


def _heading(page: Page) -> Element | None:
    """Return the element of the title; where a `<meta>` supplied it, the heading that says the same."""
    if page.heading is not None or page.title is None:
        return page.heading
    wanted = folded(page.title)
    return next((one for one in page.select(_HEADINGS)[:40] if folded(text_of(one)) == wanted), None)


def _common(one: Element, other: Element) -> Element | None:
    round_one = {one, *one.iterancestors()}
    return next((element for element in _upwards(other) if element in round_one), None)


def _upwards(element: Element) -> Iterator[Element]:
    yield element
    yield from element.iterancestors()


def _holds(element: Element, inner: Element) -> bool:
    return any(one is element for one in inner.iterancestors())


def _is_text(element: Element) -> bool:
    return element.tag == "p" and short_text(element, _DATE_LINE) is None
