"""Does the signature of a page, or that of its body container, tell a redesign from an odd page? Printed with the report.

Three sorts of pairs are compared: two articles of one design, an article and another page of the same site, and
articles of two sites. A measure separates when the least of the first lies above the most of the last.
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
SORTS = ("articles of one design", "an article, another page", "articles of two designs")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A page: its site, who designed it (a family or the site), its layout or None, tokens of page and container."""

    site: str
    design: str
    layout: str | None
    whole: frozenset[str]
    inside: frozenset[str]


def pages() -> list[Seen]:
    """Return the goldens, and the real pages if they lie beside the checkout."""
    seen = []
    for note in sorted(FIXTURES.glob("*/*/page.json")):
        page = json.loads(note.read_text("utf-8"))
        folder = note.parent.parent.name
        family = FAMILIES.get(folder.removeprefix("cms-"))
        site = None if family else site_of(page["url"])
        layouts = family.layouts if family else site.layouts if site else ()
        design = family.name if family else (site.cms if site else None) or folder
        seen.append(_seen(folder, design, Page(page["url"], note.with_name("page.html").read_bytes()), layouts))
    if scores.PAGES.is_dir():
        for row in scores.manifest():
            url = row["url"] or scores.ELSEWHERE
            page_there = Page(url, (scores.PAGES / row["file"]).read_bytes())
            known, host = site_of(url), row["file"].partition("__")[0]
            layouts = known.layouts if known and row["kind"] == "article" else ()
            seen.append(_seen(known.id if known else host, (known.cms if known else None) or host, page_there, layouts))
    return seen


def _seen(site: str, design: str, page: Page, layouts: Iterable[Layout]) -> Seen:
    for layout in layouts:
        if page.layout_matches(layout) and read_article(page, layout)[0] and page.container is not None:
            inside = signature(page.container)
            return Seen(site=site, design=design, layout=layout.name, whole=signature(page), inside=inside)
    return Seen(site=site, design=design, layout=None, whole=signature(page), inside=frozenset())


def report() -> str:
    """Print the likeness of the pairs by both measures; return in words whether each separates."""
    seen = pages()
    print(f"signatures: {len(seen)} pages, {sum(one.layout is not None for one in seen)} of them articles")
    words = []
    for name, tokens in (("whole pages", _whole), ("containers", _inside)):
        found = {sort: sorted(likeness) for sort, likeness in _pairs(seen, tokens).items()}
        for sort, likeness in found.items():
            middle = likeness[len(likeness) // 2]
            print(
                f"  {name}, {sort}: {likeness[0]:.2f} to {likeness[-1]:.2f}, middle {middle:.2f} ({len(likeness)} pairs)"
            )
        counts = [sum(one < SAME_DESIGN for one in found[sort]) for sort in SORTS[:2]]
        counts.append(sum(one >= SAME_DESIGN for one in found[SORTS[2]]))
        told = [f"{count} of {len(found[sort])}" for sort, count in zip(SORTS, counts, strict=True)]
        print(
            f"  {name}, judged at {SAME_DESIGN}: taken for a redesign {told[0]} articles, {told[1]} other pages of the design;"
        )
        print(f"    taken for one design {told[2]} pairs of two")
        words.append(f"{name} {sum(counts)} of {sum(map(len, found.values()))} wrong")
    return f"signatures: {', '.join(words)}"


def _whole(one: Seen) -> frozenset[str]:
    return one.whole


def _inside(one: Seen) -> frozenset[str]:
    return one.inside


def _pairs(seen: list[Seen], tokens: Callable[[Seen], frozenset[str]]) -> dict[str, list[float]]:
    articles = [one for one in seen if one.layout]
    others = [one for one in seen if not one.layout]

    def alike(pairs: Iterable[tuple[Seen, Seen]]) -> Iterator[float]:
        return (similarity(tokens(one), tokens(other)) for one, other in pairs)

    two = list(combinations(articles, 2))
    return {
        SORTS[0]: list(
            alike(pair for pair in two if pair[0].site == pair[1].site and pair[0].layout == pair[1].layout)
        ),
        SORTS[1]: list(alike(pair for pair in product(articles, others) if pair[0].site == pair[1].site)),
        SORTS[2]: list(alike(pair for pair in two if pair[0].design != pair[1].design)),
    }
