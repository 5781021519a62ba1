"""JSON-LD in a page: the NewsArticle, even where the JSON around it is broken."""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from parsers.page import Page
from parsers.text import clean

_ARTICLE_TYPES = frozenset({"NewsArticle", "Article", "ReportageNewsArticle", "BlogPosting", "Report"})
_FIELDS = ("headline", "datePublished", "description")
_MOST, _DEEP = 20, 8  # scripts read, and levels of nesting
_LONGEST = 300_000  # characters of one script


def news_article(page: Page) -> dict[str, str]:
    """Return headline, datePublished and description of the page's NewsArticle, as far as it has them."""
    for script in page.select("script[type='application/ld+json']")[:_MOST]:
        text = (script.text or "")[:_LONGEST]
        for one in _objects(_loaded(text), _DEEP):
            if _is_article(one):
                return {name: clean(html.unescape(one[name])) for name in _FIELDS if isinstance(one.get(name), str)}
        if any(f'"{kind}"' in text for kind in _ARTICLE_TYPES) and (found := _picked(text)):
            return found
    return {}


def _loaded(text: str) -> Any:
    """Read JSON; a comma too many, a comment or a raw line break, as editors leave them, are forgiven."""
    bare = re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[)|(?:-->|//\s*\]\]>)\s*$", "", text)
    for attempt in (bare, re.sub(r",(\s*[}\]])", r"\1", bare)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(value: Any, deep: int) -> Iterator[dict[str, Any]]:
    if deep and isinstance(value, list):
        for one in value:
            yield from _objects(one, deep - 1)
    elif deep and isinstance(value, dict):
        yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(value.get(name), deep - 1)


def _is_article(one: dict[str, Any]) -> bool:
    kinds = one.get("@type")
    return any(
        kind in _ARTICLE_TYPES for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)
    )


def _picked(text: str) -> dict[str, str]:
    """Pick the fields out of JSON that cannot be read as such, say for a bare quotation mark in another field."""
    found = {}
    for name in _FIELDS:
        if match := re.search(rf'"{name}"\s*:\s*"((?:[^"\\]|\\.){{1,2000}})"\s*(?:[,}}\n]|\Z)', text):
            try:
                found[name] = clean(html.unescape(json.loads(f'"{match[1]}"', strict=False)))
            except ValueError:
                continue
    return found
