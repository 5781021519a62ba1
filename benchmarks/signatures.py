"""Does the signature of a page, or that of its body container, tell a redesign from an odd page? Printed with the report.

Four sorts of pairs are compared: two articles of one design, an article and another page of the same site, articles of
two sites, and articles of two layouts of one site or family. Left out is what would flatter or blame a measure for
nothing: error pages (drift is not judged on them), a page written for the project beside a real one (the former is an
abridged copy of its family's markup), and the goldens that were written round one frame for all sites.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, product
from pathlib import Path

from parsers.cms import FAMILIES
from parsers.fields import read_article
from parsers.layout import Layout
from parsers.page import Page
from parsers.signature import SAME_DESIGN, signature, similarity
from parsers.sites import site_of
from tests.external import scores

FIXTURES = Path(__file__).resolve().parents[1] / "tests" / "fixtures"
ONE_FRAME = "configuration"  # how the goldens begin whose frame is the same for all sites
NOT_JUDGED = ("soft_404", "error", "blocked", "challenge", "login", "empty_shell")
SORTS = (
    "articles of one design",
    "an article, another page",
    "articles of two designs",
    "articles of two layouts of one site",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A page: real or written, its site, who designed it, its layout or None, tokens of page and container."""

    is_real: bool
    site: str
    design: str  # a family, or the site
    layout: str | None
    whole: frozenset[str]
    inside: frozenset[str]


Tokens = Callable[[Seen], frozenset[str]]


def pages() -> list[Seen]:
    """Return the goldens, and the real pages if they lie beside the checkout."""
    seen = []
    for note in sorted(FIXTURES.glob("*/*/page.json")):
        page = json.loads(note.read_text("utf-8"))
        if page["kind"] in NOT_JUDGED or note.parent.name.startswith(ONE_FRAME):
            continue
        folder = note.parent.parent.name
        family = FAMILIES.get(folder.removeprefix("cms-"))
        site = None if family else site_of(page["url"])
        layouts = family.layouts if family else site.layouts if site else ()
        design = family.name if family else (site.cms if site else None) or folder
        there = Page(page["url"], note.with_name("page.html").read_bytes())
        seen.append(_seen(there, layouts, is_real=False, site=folder, design=design))
    return seen + (_real_pages() if scores.PAGES.is_dir() else [])


def _real_pages() -> list[Seen]:
    seen = []
    for row in scores.manifest():
        if row["kind"] in NOT_JUDGED:
            continue
        url = row["url"] or scores.ELSEWHERE
        there = Page(url, (scores.PAGES / row["file"]).read_bytes())
        known, host = site_of(url), row["file"].partition("__")[0]
        layouts = known.layouts if known and row["kind"] == "article" else ()
        design = (known.cms if known else None) or host
        seen.append(_seen(there, layouts, is_real=True, site=known.id if known else host, design=design))
    return seen


def _seen(page: Page, layouts: Iterable[Layout], *, is_real: bool, site: str, design: str) -> Seen:
    name, inside = None, frozenset[str]()
    for layout in layouts:
        if page.layout_matches(layout) and read_article(page, layout)[0] and page.container is not None:
            name, inside = layout.name, signature(page.container)
            break
    return Seen(is_real=is_real, site=site, design=design, layout=name, whole=signature(page), inside=inside)


def report() -> str:
    """Print the likeness of the pairs by both measures; return in words how often each is wrong, or cannot tell."""
    seen = pages()
    print(f"signatures: {len(seen)} pages, {sum(one.layout is not None for one in seen)} of them articles")
    words = [
        _measured(seen, "whole pages", lambda one: one.whole),
        _measured(seen, "containers", lambda one: one.inside),
    ]
    return f"signatures: {', '.join(words)}"


def _measured(seen: list[Seen], name: str, tokens: Tokens) -> str:
    """Print one measure: how alike the pairs of each sort are, and how many are taken for what they are not."""
    wrong = told = untold = 0
    for sort, pairs in _pairs(seen).items():
        shares = [similarity(tokens(one), tokens(other)) for one, other in pairs]
        known = sorted(share for share in shares if share is not None)
        below = sum(share < SAME_DESIGN for share in known)
        middle = f"{known[0]:.2f} to {known[-1]:.2f}, middle {known[len(known) // 2]:.2f}" if known else "none to tell"
        print(
            f"  {name}, {sort}: {middle}; {below} of {len(known)} below {SAME_DESIGN}, {len(shares) - len(known)} untold"
        )
        if sort != SORTS[3]:  # whether these are redesigns depends on who wrote the pages: shown, not judged
            wrong += len(known) - below if sort == SORTS[2] else below
            told, untold = told + len(known), untold + len(shares) - len(known)
    return f"{name} {wrong} of {told} wrong and {untold} untold"


def _pairs(seen: list[Seen]) -> dict[str, list[tuple[Seen, Seen]]]:
    articles = [one for one in seen if one.layout]
    others = [one for one in seen if not one.layout]
    two = list(combinations(articles, 2))
    return {
        SORTS[0]: [pair for pair in _of_one_site(two) if pair[0].layout == pair[1].layout],
        SORTS[1]: list(_of_one_site(product(articles, others))),
        SORTS[2]: [pair for pair in two if pair[0].design != pair[1].design],
        SORTS[3]: [pair for pair in _of_one_site(two) if pair[0].layout != pair[1].layout],
    }


def _of_one_site(pairs: Iterable[tuple[Seen, Seen]]) -> Iterator[tuple[Seen, Seen]]:
    return (pair for pair in pairs if pair[0].site == pair[1].site and pair[0].is_real == pair[1].is_real)
