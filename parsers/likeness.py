"""What a page says, line by line: tells the page that a server gives for addresses it does not have from others."""

import re

from parsers.element_text import shown
from parsers.page import Page
from parsers.text import clean

_DIGITS = re.compile(r"\d+")  # clocks, counters of visits, dates
_SHORT = 2


def lines(url: str, body: bytes, content_type: str | None = None) -> frozenset[str]:
    """Return the visible texts of a page, one for each text node, without digits and without those that repeat its address.

    `body` has its content coding removed. Any bytes may come in; what holds no markup has no lines.
    """
    root = Page(url, body, content_type).root
    visible = root.find("body") if root is not None else None
    if visible is None:
        return frozenset()
    own = _last_segment(url)
    texts = (_DIGITS.sub("", clean(text)).strip() for text in shown(visible) if not own or own not in text)
    return frozenset(text for text in texts if len(text) > _SHORT)


def says_more(page: frozenset[str], known: frozenset[str]) -> int:
    """Return how many characters of text a page has that another one has not."""
    return sum(map(len, page - known))


def _last_segment(url: str) -> str:
    path = url.partition("://")[2].partition("?")[0].rstrip("/")
    return path.rpartition("/")[2] if "/" in path else ""
