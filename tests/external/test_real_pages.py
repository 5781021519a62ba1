"""Real pages beside the checkout: six articles read exactly, and not one article from all the other pages.

`truth.json` was cut from the HTML by marks chosen by hand, not by the parsers, and compared by eye. It keeps digests,
not texts.
"""

import pytest

from parsers.reading import parse
from tests.external.scores import ELSEWHERE, FIELDS, PAGES, found, manifest, page_scores, truth
from tests.external.scores import read_page as read

if not PAGES.is_dir():
    pytest.skip(f"{PAGES} is not here", allow_module_level=True)
TRUTH = truth()
MANIFEST = manifest()
KINDS = {"error": {"soft_404"}, "listing": {"listing"}, "home": {"listing", "other"}}


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("row", [row for row in MANIFEST if row["kind"] == "article"], ids=lambda row: row["file"][:40])
def test_articles_are_exact(row: dict[str, str], field: str) -> None:
    parsed = read(row)
    assert parsed.article is not None, parsed.problems
    assert found(parsed.article)[field] == TRUTH[row["file"]][field]
    assert parsed.problems == ()


@pytest.mark.parametrize("row", [row for row in MANIFEST if row["kind"] != "article"], ids=lambda row: row["file"][:60])
def test_no_other_page_is_an_article(row: dict[str, str]) -> None:
    parsed = read(row)
    assert parsed.article is None
    assert parsed.kind != "article"
    assert parsed.kind in KINDS.get(row["kind"], {parsed.kind})
    assert parsed.problems


@pytest.mark.parametrize(
    "row",
    [row for row in MANIFEST if row["kind"] not in ("article", "other", "static")],
    ids=lambda row: row["file"][:60],
)
def test_nor_does_the_generic_reading_make_one(row: dict[str, str]) -> None:
    body = (PAGES / row["file"]).read_bytes()
    assert parse(row["url"] or ELSEWHERE, body, generic=True).article is None


def test_the_truth_covers_the_articles() -> None:
    assert {row["file"] for row in MANIFEST if row["kind"] == "article"} == set(TRUTH)
    assert len(MANIFEST) > 40


def test_the_report_counts_the_same() -> None:
    scores = page_scores()
    assert scores is not None
    assert len(scores) == len(MANIFEST)
    assert all(all(fields) for _, fields in scores)
    assert sum(map(len, (fields for _, fields in scores))) == len(MANIFEST) + len(TRUTH) * (len(FIELDS) - 1)
