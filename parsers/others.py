"""Boxes of other articles inside the body: links under "Tin liên quan" or "Xem thêm", which editors and templates put there.

A layout's `drop` names those that a design is known to have. These are found by what they are: nothing but links to
pages of the same site and dates, with a label or a class that says so. A list of links without either stays: it may be
what the article is about.
"""

import re
from collections.abc import Iterator
from itertools import islice

from parsers.addresses import parts_of
from parsers.element_text import BLOCKS, short_text, text_of
from parsers.page import Page
from parsers.pictures import is_big
from parsers.rules import is_box_heading
from parsers.text import folded
from parsers.tree import Element

_MOST = 300  # links looked at
_FAR = 12  # elements round a link
_LONGEST_LABEL = 40  # characters
_LONGEST_BESIDES = 2000  # characters besides links: the dates of a long list
_LABELS = """
tin lien quan|bai lien quan|tin bai lien quan|bai viet lien quan|xem them|doc them|moi xem them|moi ban xem them
doc tiep|bai doc tiep|cung chuyen muc|tin cung chuyen muc|tin khac|cac tin khac|bai cung chuyen muc|co the ban quan tam
tag|tags|tu khoa|tu khoa lien quan
"""
_OTHERS = frozenset(_LABELS.strip().replace("\n", "|").split("|"))
_CLASS = re.compile(r"relat|lien-?_?quan|block-news-list|xem-?them|doc-?them|other-?news|tin-?khac", re.IGNORECASE)
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|rtf|zip|rar|jpe?g|png|gif|webp|mp[34])$", re.IGNORECASE)
_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{1,2}[:h]\d{2}")
_WORD = re.compile(r"\w+")


def boxes_of_others(page: Page) -> Iterator[Element]:
    """Yield the elements of the container that hold nothing but links to other articles, and their labels."""
    if page.container is None:
        return
    links = {one for one in islice(page.container.iter("a"), _MOST) if _leads_on(page, one)}
    seen: set[Element] = set()
    for link in links:
        box = _box_round(link, links, page.container)
        if box is None or box in seen:
            continue
        seen.add(box)
        before = box.getprevious()
        label = (
            before
            if before is not None and not is_big(before) and _is_label(short_text(before, _LONGEST_LABEL))
            else None
        )
        if label is not None or _is_label(_besides(box, links)) or _is_named_so(box, page.container):
            yield box
            if label is not None:
                yield label


def _leads_on(page: Page, link: Element) -> bool:
    """Say whether a link leads to another page of the same site."""
    address = page.absolute(link.get("href") or "")
    if not address or not text_of(link):
        return False
    there, here = parts_of(address), parts_of(page.url)
    return there.netloc == here.netloc and there.path not in ("", "/", here.path) and not _FILE.search(there.path)


def _box_round(link: Element, links: set[Element], container: Element) -> Element | None:
    """Return the outermost element round a link, below the container, in which there is nothing but links, dates, a label."""
    box = None
    for around in islice(link.iterancestors(), _FAR):
        if around is container or is_big(around):
            break
        rest = _besides(around, links)
        if rest is None or (rest and not _is_label(rest)):
            break
        if around.tag in BLOCKS:
            box = around
    return box


def _besides(element: Element, links: set[Element]) -> str | None:
    """Return the words of an element outside those links, without dates; None where they are many."""
    text = short_text(element, _LONGEST_BESIDES, links)
    return None if text is None else " ".join(_WORD.findall(_DATE.sub(" ", text)))


def _is_label(text: str | None) -> bool:
    if not text or len(text) > _LONGEST_LABEL:
        return False
    return is_box_heading(text) or " ".join(_WORD.findall(folded(text))) in _OTHERS


def _is_named_so(box: Element, container: Element) -> bool:
    for element in (box, *box.iterdescendants(), *box.iterancestors()):
        if element is container:
            return False
        if _CLASS.search(element.get("class") or ""):
            return True
    return False
