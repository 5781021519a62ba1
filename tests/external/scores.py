"""How the parsers score over the pages and date cases beside the checkout; the tests here and the report share it.

Without those folders every function says so with None.
"""

import csv
import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from parsers.article import Article, Parsed
from parsers.dates import read as read_date
from parsers.reading import parse

SHARED = Path(__file__).resolve().parents[3] / "shared"
PAGES, DATES = SHARED / "pages", SHARED / "cases" / "dates.tsv"
ELSEWHERE = "https://sotttt.hanoi.gov.vn/web/so-tttthn/-/view_content/1-x"  # where the manifest knows no address
FIELDS = ("title", "lede", "body", "photos", "published", "byline")


def truth() -> dict[str, Any]:
    """Return what the articles say, as digests: cut from the HTML by marks chosen by hand, not by the parsers."""
    loaded: dict[str, Any] = json.loads(Path(__file__).with_name("truth.json").read_text())
    return loaded


def manifest() -> list[dict[str, str]]:
    """Return the rows that name the pages."""
    return list(csv.DictReader((PAGES / "MANIFEST.tsv").read_text().splitlines(), delimiter="\t"))


def date_rows() -> list[dict[str, str]]:
    """Return the date cases."""
    return list(csv.DictReader(DATES.read_text().splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def read_page(row: dict[str, str]) -> Parsed:
    """Read the page of a row of the manifest."""
    return parse(row["url"] or ELSEWHERE, (PAGES / row["file"]).read_bytes())


def found(article: Article) -> dict[str, Any]:
    """Return the fields of an article in the form of the truth."""
    return {
        "title": mark(article.title),
        "lede": mark(article.lede),
        "body": {
            "paragraphs": len(article.body),
            "first": article.body[0][:30] if article.body else "",
            "sha256": digest("\n".join(article.body)),
        },
        "photos": [{"url": one.url, "caption": mark(one.caption), "credit": one.credit} for one in article.photos],
        "published": article.published,
        "byline": article.byline,
    }


def mark(text: str | None) -> dict[str, str] | None:
    """Return the head of a text and its digest."""
    return None if text is None else {"first": text[:20], "sha256": digest(text)}


def digest(text: str) -> str:
    """Return the sha256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def page_scores() -> list[tuple[str, list[bool]]] | None:
    """Return for each page its file, and for each field whether it is exact; a page that is no article has one answer."""
    if not PAGES.is_dir():
        return None
    wanted = truth()
    scores = []
    for row in manifest():
        article = read_page(row).article
        if row["kind"] != "article":
            scores.append((row["file"], [article is None]))
            continue
        fields = found(article) if article else {}
        scores.append((row["file"], [fields.get(name, "") == wanted[row["file"]][name] for name in FIELDS]))
    return scores


def date_scores() -> list[tuple[str, bool]] | None:
    """Return for each date text whether it is read as it must be: the instant and precision, or a refusal."""
    return [(row["raw"], _is_right(row)) for row in date_rows()] if DATES.is_file() else None


def _is_right(row: dict[str, str]) -> bool:
    reading = read_date(row["raw"])
    if not row["expected_iso"]:
        return reading.value is None and bool(reading.reason)
    if reading.value is None or reading.precision != row["precision"]:
        return False
    return datetime.fromisoformat(reading.value) == datetime.fromisoformat(row["expected_iso"])
