"""Which pictures of a container are content, and where each is really kept."""

import re
from collections.abc import Callable, Iterator, Set
from itertools import islice

from parsers.element_text import is_hidden
from parsers.tree import Element

_LAZY = ("data-src", "data-original", "data-lazy-src", "data-lazy", "data-image", "data-url")
# Parts of the addresses of pictures that are no content, in lower case.
_FURNITURE = (
    *("grey.gif", "blank.gif", "blank.png", "spacer.", "pixel.", "loading.", "placeholder", "icon-", "icon_", "icon."),
    *("/icon/", "/icons/", "/emoticon/", "/emoticons/", "/smiley/", "/smileys/"),
)
_ICON = 32  # pixels; what declares itself no wider and no higher is an icon
LONGEST_CAPTION = 700  # characters; the longest caption known has 312 (2026-11), and a paragraph taken for one is worse
_BIG = 1000  # elements that a caption has at most
_FAR = 50  # elements between a photo and the box that holds its caption, at most
_UNKNOWN = 10_000  # pixels, where the markup gives no number


def images(container: Element, skip: Set[Element]) -> Iterator[tuple[Element, str]]:
    """Yield the pictures in the container that are content (not skipped, not hidden, not tiny) and where each is kept."""
    shut = outside(container, lambda one: one in skip or one.tag == "noscript" or is_hidden(one))
    for image in container.iter("img"):
        if image.get("width") and _pixels(image, "width") <= _ICON and _pixels(image, "height") <= _ICON:
            continue
        if (address := address_of(image)) and not shut(image):
            yield image, address


def outside(container: Element, shut: Callable[[Element], bool]) -> Callable[[Element], bool]:
    """Return a test that says whether `shut` holds for an element of the container or for one round it.

    It remembers what it saw on the way up, so that asking for all elements costs no more than one walk.
    """
    known: dict[Element, bool] = {container: False}

    def test(element: Element) -> bool:
        way: list[Element] = []
        current: Element | None = element
        while current is not None and current not in known:
            way.append(current)
            if shut(current):
                known[current] = True
                break
            current = current.getparent()
        answer = known[current] if current is not None else False
        known.update(dict.fromkeys(way, answer))
        return answer

    return test


def address_of(image: Element) -> str | None:
    """Return the address of the picture itself, whichever attribute a lazy loader keeps it in; None for furniture."""
    source = (image.get("src") or "").strip()
    if source and not _is_furniture(source):
        return source
    for name in _LAZY:
        lazy = (image.get(name) or "").strip()
        if lazy and not _is_furniture(lazy):
            return lazy
    choices = (image.get("data-srcset") or image.get("srcset") or "").split(",")[0].split()
    return choices[0] if choices and not choices[0].startswith("data:") else None


def _is_furniture(address: str) -> bool:
    address = address.lower()
    return address.startswith("data:") or any(part in address for part in _FURNITURE)


def ancestors(element: Element, container: Element) -> Iterator[Element]:
    """Yield the elements round one, innermost first, below the container, as far as a caption may be away."""
    current = element.getparent()
    for _ in range(_FAR):
        if current is None or current is container:
            return
        yield current
        current = current.getparent()


def _pixels(image: Element, name: str) -> int:
    value = (image.get(name) or "")[:6]
    if value.isascii() and value.isdigit():
        return int(value)
    digits = re.match(r"[0-9]+", value)
    return int(digits[0]) if digits else _UNKNOWN


def has_picture(element: Element) -> bool:
    """Say whether a picture stands inside an element."""
    return next(element.iterdescendants("img"), None) is not None


def is_big(element: Element) -> bool:
    """Say whether an element holds too much to be a caption; asked first, so that no page makes the search slow."""
    return next(islice(element.iterdescendants(), _BIG - 1, None), None) is not None
