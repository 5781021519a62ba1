"""What the parsers know and how right they are: sites by family, goldens, held-out and real pages, dates, and the cost.

    python benchmarks/parsers_report.py [--pages N] [--rounds N]

Everything is counted when it runs. Real pages and date cases lie beside the checkout (tests/external says where);
where they are missing the report says "absent".
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import signatures
from benchmarks.parse import bare_lxml, five_fields, measure, whole_parse
from benchmarks.portal_page import build
from parsers.article import Parsed
from parsers.reading import parse
from parsers.shape import article_dict
from parsers.site import Site
from parsers.sites import known_sites, site_of
from tests.external.scores import date_scores, page_scores
from tests.parsers.golden_sites import site_of_golden

FIXTURES = Path(__file__).resolve().parents[1] / "tests" / "fixtures"
HELD_OUT = FIXTURES.with_name("heldout")  # written before the parsers were looked at: its README says how
SECOND_ROUND = HELD_OUT / "round-2"  # written when parsers had been mended for the first
NOT_RECORDED = ("id", "captured", "version")  # only an archive knows them
BARE, FIVE, WHOLE = "bare lxml", "five fields", "parse()"


def sites() -> str:
    """Print the sites by family; return the sum in words."""
    known = sorted(known_sites().values(), key=lambda one: one.id)
    rows = [("family", "sites", "with a layout", "verified")]
    families = Counter(site.cms or "none named" for site in known)
    for family in sorted(families, key=lambda name: (name == "none named", name)):
        rows.append((family, *_counts(site for site in known if (site.cms or "none named") == family)))
    rows.append(("all", *_counts(known)))
    _table(rows)
    reasons = Counter(site.verified for site in known if site.verified)
    for reason, count in sorted(reasons.items()):
        print(f"  verified by {reason}: {count}")
    total, with_layout, verified = _counts(known)
    return f"{total} sites, {with_layout} with a layout, {verified} verified"


def _counts(chosen: Iterable[Site]) -> tuple[str, str, str]:
    found = list(chosen)
    with_layout, verified = sum(bool(one.layouts) for one in found), sum(bool(one.verified) for one in found)
    return str(len(found)), str(with_layout), str(verified)


def goldens(folder: Path = FIXTURES) -> list[tuple[str, list[bool]]]:
    """Return for each golden its name, and for each recorded field whether it is exact; other pages have one answer."""
    scores = []
    for note in sorted(folder.glob("*/*/page.json")):
        page = json.loads(note.read_text("utf-8"))
        parsed = _read(note.parent, page)
        name = f"{note.parent.parent.name}/{note.parent.name}"
        expected = note.with_name("article.json")
        if not expected.exists():
            scores.append((name, [parsed.article is None and parsed.kind == page["kind"]]))
            continue
        found = _shape(parsed, page) if parsed.article else {}
        recorded = json.loads(expected.read_text("utf-8"))
        scores.append((name, [field in found and found[field] == value for field, value in recorded.items()]))
    return scores


def held_out(folder: Path = HELD_OUT) -> tuple[list[tuple[str, list[bool]]], list[tuple[str, list[bool]]]]:
    """Return the same scores for the held-out pages: those of the articles, and those of the pages that are none.

    A page for which a parser was mended counts as missed for ever: its page.json says `mended_for`.
    """
    scores = [(name, [*fields, False] if _mended_for(folder / name) else fields) for name, fields in goldens(folder)]
    articles = [one for one in scores if (folder / one[0] / "article.json").exists()]
    return articles, [one for one in scores if one not in articles]


def as_read_now(folder: Path) -> list[tuple[str, list[bool]]]:
    """Return the scores of the held-out articles without counting those missed for which a parser was mended."""
    return [one for one in goldens(folder) if (folder / one[0] / "article.json").exists()]


def _mended_for(page: Path) -> bool:
    return "mended_for" in json.loads((page / "page.json").read_text("utf-8"))


def _read(folder: Path, page: dict[str, Any]) -> Parsed:
    """Read a golden as its test does: one of a family with that family's layouts, one of a site with the site's."""
    site = site_of_golden(page) if page.get("cms") else None
    captured = datetime.fromisoformat(page["captured"]) if page["captured"] else None
    body = (folder / "page.html").read_bytes()
    return parse(page["url"], body, content_type=page["content_type"], captured=captured, site=site)


def _shape(parsed: Parsed, page: dict[str, Any]) -> dict[str, Any]:
    """Return the fields as they are recorded: a family's by the article itself, a site's in the public shape."""
    assert parsed.article is not None
    if page.get("cms"):
        shape: dict[str, Any] = json.loads(json.dumps(asdict(parsed.article)))
        return shape
    site, layout = site_of(page["url"]), parsed.layout
    shape = article_dict(parsed.article, page["url"], site, layout=layout, fallback=parsed.fallback)
    return {name: value for name, value in shape.items() if name not in NOT_RECORDED}


def exactness(name: str, scores: Sequence[tuple[str, list[bool]]] | None) -> str:
    """Print how many pages and fields are exact, and which pages are not; return the sum in words."""
    if scores is None:
        print(f"{name}: absent")
        return f"{name} absent"
    pages = _share(all(fields) for _, fields in scores)
    fields = _share(field for _, one in scores for field in one)
    print(f"{name}: pages exact {pages}, fields exact {fields}")
    for page, one in scores:
        if not all(one):
            print(f"  not exact: {page} ({len(one) - sum(one)} of {len(one)} fields)")
    return f"{name} {pages} of pages"


def dates() -> str:
    """Print how many dates are read right, and which are not; return the sum in words."""
    scores = date_scores()
    if scores is None:
        print("dates: absent")
        return "dates absent"
    wrong = [raw for raw, right in scores if not right]
    print(f"dates: {len(scores) - len(wrong)} right, {len(wrong)} wrong")
    for raw in wrong:
        print(f"  wrong: {raw}")
    return f"dates {len(scores) - len(wrong)} right {len(wrong)} wrong"


def cost(pages: int, rounds: int) -> str:
    """Print what reading costs beside the bare lxml parse of the same pages; return the ratios in words."""
    built = [build(number) for number in range(pages)]
    scores = measure({BARE: bare_lxml, FIVE: five_fields(), WHOLE: whole_parse}, built, rounds)
    bare = scores[BARE].best
    size = sum(len(body) for body, _ in built) / pages / 1000
    print(f"cost on {pages} portal pages of {size:.0f} KB: bare lxml {bare / pages * 1000:.2f} ms")
    for name in (FIVE, WHOLE):
        print(
            f"  {name}: {scores[name].best / pages * 1000:.2f} ms, {scores[name].best / bare:.1f} times the bare parse"
        )
    return ", ".join(f"{name} {scores[name].best / bare:.1f} x lxml" for name in (FIVE, WHOLE))


def _share(answers: Iterable[bool]) -> str:
    found = list(answers)
    return f"{sum(found)}/{len(found)} ({sum(found) / len(found):.1%})" if found else "0/0"


def _table(rows: Sequence[tuple[str, ...]]) -> None:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for first, *rest in rows:
        print(
            f"{first:{widths[0]}}  " + "  ".join(f"{one:>{width}}" for one, width in zip(rest, widths[1:], strict=True))
        )


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--pages", type=int, default=10)
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args()
    articles, others = held_out()
    second, second_others = held_out(SECOND_ROUND)
    summary = [
        sites(),
        exactness("goldens", goldens()),
        exactness("held-out", articles),
        exactness("held-out, no article", others),
        exactness("held-out, second round, when first read", second),
        exactness("held-out, second round, as read now", as_read_now(SECOND_ROUND)),
        exactness("held-out, second round, no article", second_others),
        exactness("real pages", page_scores()),
        dates(),
        signatures.report(),
        cost(chosen.pages, chosen.rounds),
    ]
    print("; ".join(summary))


if __name__ == "__main__":
    main()
