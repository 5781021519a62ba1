"""What `new-site` tells: each field with its first words and the rule that found it, and what to do next."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from archive.draft.site import Draft
from archive.lines import table
from parsers.addresses import path_of

_SHOWN = ("title", "lede", "published", "byline", "source", "section", "tags", "photos", "body", "attachments")
_WORDS = 8  # of each field, in the table


def report(draft: Draft, url: str, module: Path, golden: Path, *, in_checkout: bool, kept: int = 0) -> dict[str, Any]:
    """Return what was written and found at an address, and what to do next: the shape of `tintinh new-site --json`."""
    page, site = golden / "page.html", draft.site.id
    environment = "" if in_checkout else f"TINTINH_SITES={module.parent} "
    test = f"python -m pytest tests/parsers/test_goldens.py -k {site}; then" if in_checkout else "when it is right:"
    proof = "verified= speaks of them; add what proves the new one once you have checked it"
    return {
        "site": site,
        "module": str(module),
        "golden": str(golden),
        "family": draft.family,
        "marker": draft.marker,
        "layout": f"parsers.cms.{draft.family}.{draft.constant}" if draft.constant else "guessed from this page",
        "article_url": draft.site.article_url,
        "fields": list(_fields(draft)),
        "problems": [*_of_address(draft, url), *(one.message for one in draft.parsed.problems)],
        "next": [
            f"correct {module}, then look: {environment}tintinh parse {page} --provenance; correct {golden}/article.json",
            f"{test} {environment}tintinh crawl {site} --max-pages 50",
            *((f"former layouts of {site} kept behind the new one: {kept}; {proof}",) if kept else ()),
        ],
    }


def _of_address(draft: Draft, url: str) -> Iterator[str]:
    """Say that links to such a page would not be taken for articles; a site that is known keeps its own pattern."""
    site = draft.site
    if site.has_article_addresses and not site.is_article_address(path_of(url)):
        pattern = f"article_url {site.article_url}" if site.article_url else f"the pattern of the family {site.cms}"
        yield f"{pattern} does not match {url}: correct article_url, or such pages are not followed as articles"


def _fields(draft: Draft) -> Iterator[dict[str, Any]]:
    """Yield for each field its first words and the rule that found it; None where the page gave nothing."""
    article = draft.parsed.article
    assert article is not None
    rules = {one.field: one.rule for one in article.provenance}
    for name in _SHOWN:
        value = getattr(article, name)
        if name == "body" and value:
            text: str | None = f"{len(value)} paragraphs: {_words(value[0])}"
        elif name == "photos" and value:
            text = f"{len(value)}: {_words(value[0].caption or value[0].url)}"
        elif name == "attachments" and value:
            text = f"{len(value)}: {_words(value[0].text)}"
        else:
            text = _words(", ".join(value) if isinstance(value, tuple) else value or "") or None
        yield {"field": name, "text": text, "rule": rules.get("photos[0]" if name == "photos" else name)}


def _words(text: str) -> str:
    words = text.split()
    return " ".join(words[:_WORDS]) + (" ..." if len(words) > _WORDS else "")


def report_lines(told: Mapping[str, Any]) -> Iterator[str]:
    """Return the report as lines: the table of the fields, what was written, what to do next."""
    known_by = f"{told['family']}, known by {told['marker']}" if told["family"] else "none that is known"
    yield f"family: {known_by}; layout: {told['layout']}"
    rows = [("field", "first words", "rule")]
    rows += [(one["field"], one["text"] or "(nothing)", one["rule"] or "-") for one in told["fields"]]
    yield from table(rows)
    yield from (f"problem: {one}" for one in told["problems"])
    yield f"article_url: {told['article_url'] or 'nothing to go by: write a pattern that addresses of articles match'}"
    yield from (f"written: {told[one]}" for one in ("module", "golden"))
    yield from (f"next: {one}" for one in told["next"])
