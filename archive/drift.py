"""When an article's address gives no article: tells a redesign of the site from one odd page.

Each site and layout has a reference, the signature of the first good article with enough classes. It is taken once, and
compared only on drift, so an ordinary page costs one look at a small table, and most pages not even that.
"""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import replace

from archive import store
from parsers.article import Parsed, Problem
from parsers.page import Page
from parsers.signature import LEAST_TOKENS, SAME_DESIGN, signature, similarity
from scraper.exchange import Exchange
from scraper.message import ContentError, decode_content

CODES = frozenset({"drift", "no_layout"})  # an article's address without an article


def remember(connection: sqlite3.Connection, exchange: Exchange, parsed: Parsed) -> None:
    """Keep the signature of a new article as its layout's reference, if there is none. Not for a generic reading."""
    if parsed.site_id is None or parsed.layout is None or parsed.fallback:
        return
    known = (parsed.site_id, parsed.layout)
    if connection.execute("SELECT 1 FROM signatures WHERE site_id = ? AND layout = ?", known).fetchone():
        return
    tokens = _signature_of(exchange)
    if len(tokens) >= LEAST_TOKENS:
        connection.execute(
            "INSERT INTO signatures(site_id, layout, url, captured, tokens) VALUES (?, ?, ?, ?, ?)",
            (*known, exchange.url, store.stamp(exchange.started), json.dumps(sorted(tokens))),
        )


def explained(
    connection: sqlite3.Connection, exchange: Exchange, site_id: str | None, problems: tuple[Problem, ...]
) -> tuple[Problem, ...]:
    """Return the problems of a page, those of drift with what the page resembles, if the site has a reference."""
    if site_id is None or not any(one.code in CODES for one in problems):
        return problems
    rows = connection.execute("SELECT layout, tokens FROM signatures WHERE site_id = ?", (site_id,))
    references = {layout: frozenset(json.loads(tokens)) for layout, tokens in rows}
    if not references:
        return problems
    verdict = compared(_signature_of(exchange), references)
    return tuple(replace(one, message=f"{one.message}; {verdict}") if one.code in CODES else one for one in problems)


def compared(page: frozenset[str], references: Mapping[str, frozenset[str]]) -> str:
    """Say in words whether a page with this signature is a redesign or an odd page."""
    found = [
        (share, layout) for layout, tokens in references.items() if (share := similarity(page, tokens)) is not None
    ]
    if not found:
        return "it has too few classes to tell a redesign from an odd page"
    likeness, nearest = max(found)
    if likeness < SAME_DESIGN:
        return f"it looks like a redesign: {likeness:.2f} alike to {nearest}, the nearest design known"
    return f"it looks like an odd page of the design {nearest}: {likeness:.2f} alike"


def _signature_of(exchange: Exchange) -> frozenset[str]:
    try:
        body = decode_content(exchange.entity, exchange.header("content-encoding"))
    except ContentError:
        return frozenset()
    return signature(Page(exchange.url, body, exchange.header("content-type")))
