"""Real pages beside the checkout: six articles read exactly, and not one article from all the other pages.

`truth.json` was cut from the HTML by marks chosen by hand, not by the parsers, and compared by eye. It keeps digests,
not texts.
"""

import csv
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from parsers.article import Article, Parsed
from parsers.reading import parse

PAGES = Path(__file__).resolve().parents[3] / "shared" / "pages"
if not PAGES.is_dir():
    pytest.skip(f"{PAGES} is not here", allow_module_level=True)
TRUTH: dict[str, Any] = json.loads(Path(__file__).with_name("truth.json").read_text())
MANIFEST = list(csv.DictReader((PAGES / "MANIFEST.tsv").read_text().splitlines(), delimiter="\t"))
KINDS = {"error": {"soft_404"}, "listing": {"listing"}, "home": {"listing", "other"}}
ELSEWHERE = "https://sotttt.hanoi.gov.vn/web/so-tttthn/-/view_content/1-x"  # where the manifest knows no address


def read(row: dict[str, str]) -> Parsed:
    return parse(row["url"] or ELSEWHERE, (PAGES / row["file"]).read_bytes())


def mark(text: str | None) -> dict[str, str] | None:
    return None if text is None else {"first": text[:20], "sha256": digest(text)}


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def found(article: Article) -> dict[str, Any]:
    return {
        "title": mark(article.title),
        "lede": mark(article.lede),
        "body": {
            "paragraphs": len(article.body),
            "first": article.body[0][:30],
            "sha256": digest("\n".join(article.body)),
        },
        "photos": [{"url": one.url, "caption": mark(one.caption), "credit": one.credit} for one in article.photos],
        "published": article.published,
        "byline": article.byline,
    }


@pytest.mark.parametrize("field", ["title", "lede", "body", "photos", "published", "byline"])
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
