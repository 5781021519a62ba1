"""The rows of a listing: what each link to an article is called, and the day that stands beside it."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from parsers import dates
from parsers.article import Link
from parsers.element_text import text_of
from parsers.links import anchors
from parsers.page import Page
from parsers.pictures import outside
from parsers.text import clean, folded
from parsers.tree import Element

_ROWS_OF_A_LISTING = 3
_OWN_TITLE = 15  # characters: a link with fewer says "Xem thêm", not what the article is called
_LONGEST_TEXT = 200  # characters kept of a link's text
_FAR = 8  # elements between a link and the whole of its row, at most
_LONGEST_DAY = 60  # characters: "Thứ Sáu, 03/07/2020 | 14:49 GMT+7" and a label fit, a sentence with a date does not
_MOST_PIECES = 60  # pieces of text in one row that are looked at
# All the words that may stand beside the day: a text with others speaks of a date, it is not one.
_SAYS_DAY = (
    "thu hai ba tu nam sau bay chu nhat cn ngay thang luc gio h g phut sa ch am pm gmt utc t dang xuat ban cap on at "
    "posted published monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun"
)
_DAY_WORDS = frozenset(_SAYS_DAY.split())
_WORD = re.compile(r"[^\W\d_]+")


def with_texts(page: Page, links: tuple[Link, ...], *, inside: Element | None = None) -> tuple[Link, ...]:
    """Return the links with what each is called on the page: the text of its first anchor that has any.

    With `inside`, anchors elsewhere, and those in what is already taken out of the page, do not count.
    """
    texts = dict.fromkeys((link.url for link in links if link.role != "next"), "")
    shut = outside(inside, lambda one: one in page.taken) if inside is not None else None
    for element, url in anchors(page, inside):
        if texts.get(url) == "" and not (shut and shut(element)):
            texts[url] = text_of(element)[:_LONGEST_TEXT]
    return tuple(replace(link, text=text) if (text := texts.get(link.url)) else link for link in links)


def is_listing(links: Iterable[Link]) -> bool:
    """Say whether three links or more lead to articles and carry a title of their own, not "Xem thêm"."""
    rows = (link for link in links if link.role == "article" and len(link.text) > _OWN_TITLE)
    return next(islice(rows, _ROWS_OF_A_LISTING - 1, None), None) is not None


def with_days(page: Page, links: tuple[Link, ...]) -> tuple[Link, ...]:
    """Return the links of a listing, those to articles with the day in their row, or right behind it, if there is one.

    A row is the largest element round a link that leads to no other article. Only a text that is nothing but a date
    counts, and two days in one row are none.
    """
    wanted = {link.url for link in links if link.role == "article"}
    found = [(element, url) for element, url in anchors(page) if url in wanted]
    owners = _owners(found)
    days: dict[str, str] = {}
    for element, url in found:
        if url not in days and (day := _day_in(_row(element, url, owners), owners)):
            days[url] = day
    return tuple(replace(link, published=day) if (day := days.get(link.url)) else link for link in links)


def _owners(found: list[tuple[Element, str]]) -> dict[Element, str | None]:
    """Return for each element near a link the one article it leads to, or None when it leads to several."""
    owners: dict[Element, str | None] = {}
    for element, url in found:
        current: Element | None = element
        for _ in range(_FAR + 1):
            if current is None:
                break
            owners[current] = url if owners.get(current, url) == url else None
            current = current.getparent()
    return owners


def _row(element: Element, url: str, owners: dict[Element, str | None]) -> Element:
    for _ in range(_FAR):
        parent = element.getparent()
        if parent is None or parent.tag == "body" or owners.get(parent) != url:
            break
        element = parent
    return element


def _day_in(row: Element, owners: dict[Element, str | None]) -> str | None:
    """Return the day in a row, or else in the text or the element that follows it."""
    following = row.getnext()
    behind = [row.tail or ""]
    if following is not None and following not in owners and not behind[0].strip():
        behind += _some_pieces(following)
    return _only_day(_some_pieces(row)) or _only_day(behind)


def _some_pieces(element: Element) -> list[str]:
    return [str(piece) for piece in islice(element.itertext(), _MOST_PIECES)]


def _only_day(texts: list[str]) -> str | None:
    days = {day for text in texts if (day := _day_of(text))}
    return days.pop() if len(days) == 1 else None


@lru_cache(maxsize=256)  # most rows of a list have the day of the row above
def _day_of(text: str) -> str | None:
    text = text.strip()
    if not 8 <= len(text) <= _LONGEST_DAY or not any(map(str.isdigit, text)):
        return None
    if not _DAY_WORDS.issuperset(_WORD.findall(folded(text))):
        return None
    reading = dates.read(clean(text))
    return reading.day.isoformat() if reading.day else None
