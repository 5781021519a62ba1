"""The signature of a design: which elements with which classes a page is made of. It tells a redesign from an odd page.

A token is `tag.class`; classes that are mostly digits number articles and advertisements and are left out. Two pages
of one design share most tokens of the poorer one, pages of two designs few. Whole pages are compared: inside the body
container the set is small and moves with every table and photo, and where a layout no longer fits there is no
container (decision 0013; `make parsers-report` prints both measures).
"""

from itertools import islice

from parsers.element_text import SILENT
from parsers.page import Page
from parsers.tree import Element

SAME_DESIGN = (
    0.5  # two pages at least this similar are of one design; measured: 0.57 and more, two designs 0.36 at most
)
LEAST_TOKENS = 8  # with fewer a page may share all of them with any other, by chance
_MOST_TOKENS = 2000  # the richest page known has 400; a hostile one may have any number
_MOST_CLASSES = 20  # of one element


def signature(place: Page | Element) -> frozenset[str]:
    """Return the tokens of a page, or of an element (a container) with what it holds. Empty where no class is."""
    root = place.root if isinstance(place, Page) else place
    tokens: set[str] = set()
    if root is None:
        return frozenset()
    for element in root.iter("*"):
        classes = element.get("class")
        if not classes or element.tag in SILENT:
            continue
        tokens.update(f"{element.tag}.{name}" for name in islice(classes.split(), _MOST_CLASSES) if not _numbers(name))
        if len(tokens) > _MOST_TOKENS:
            break
    return frozenset(tokens)


def similarity(one: frozenset[str], other: frozenset[str]) -> float | None:
    """Return the share of the poorer page's tokens that the richer one has too (overlap coefficient), 0 to 1.

    A short page in the frame of a rich one is of its design. None when either has too few tokens to tell.
    """
    poorer = min(len(one), len(other))
    return len(one & other) / poorer if poorer >= LEAST_TOKENS else None


def _numbers(name: str) -> bool:
    """Say whether a third or more of a class name is digits."""
    return 3 * sum(map(str.isdigit, name)) >= len(name)
