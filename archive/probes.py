"""The soft-404 probe: what a host answers for an address that it cannot have, and pages that look like that answer.

Many portals answer 200 for everything. A host from which many pages are kept is asked for one random address, once a
month. If it answers 200, the texts of the answer are remembered, and an article's address that says no more than they
do is a soft 404.
"""

import json
import secrets
import sqlite3
from collections.abc import MutableMapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeAlias

from archive.frontier import Entry
from archive.store import stamp
from parsers.article import Parsed, Problem
from parsers.likeness import lines, says_more
from scraper.exchange import Exchange
from scraper.message import ContentError, decode_content

ErrorPages: TypeAlias = MutableMapping[str, frozenset[str] | None]  # host -> its answer's texts; None: no such answer

PAGES_BEFORE = 25  # pages that a run must have got from a host before it is worth a probe
_EVERY = timedelta(days=30)
_ITS_OWN = 60  # characters; an article says more than that beside what every page of its site says
_MAY_BE_ONE = frozenset({"article", "listing", "other"})


def is_due(connection: sqlite3.Connection, host: str, now: datetime) -> bool:
    """Say whether a host was not probed in the last thirty days."""
    row = connection.execute("SELECT probed FROM hosts WHERE host = ?", (host,)).fetchone()
    return row is None or row[0] is None or now - datetime.fromisoformat(row[0]) >= _EVERY


def random_address(url: str) -> str:
    """Return an address that cannot exist, on the host of another address."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}/{secrets.token_hex(12)}.html"


def remember(connection: sqlite3.Connection, host: str, exchange: Exchange, *, now: datetime) -> bool:
    """Note what a probe answered, inside the caller's transaction. Returns whether the host answers 200 for anything."""
    texts = _lines_of(exchange) if exchange.status == 200 and not exchange.truncated else None
    kept = None if texts is None else json.dumps(sorted(texts), ensure_ascii=False)
    connection.execute(
        "INSERT INTO hosts(host, probed, error_lines) VALUES (?, ?, ?) "
        "ON CONFLICT(host) DO UPDATE SET probed = excluded.probed, error_lines = excluded.error_lines",
        (host, stamp(now), kept),
    )
    return kept is not None


def judged(
    connection: sqlite3.Connection, known: ErrorPages, exchange: Exchange, entry: Entry, parsed: Parsed
) -> Parsed:
    """Return a reading, as a soft 404 if an article's address says only what its host says of addresses it has not.

    `known` remembers, for the length of a run, what the table `hosts` holds.
    """
    if entry.role != "article" or exchange.status != 200 or parsed.kind not in _MAY_BE_ONE:
        return parsed
    if entry.host not in known:
        row = connection.execute("SELECT error_lines FROM hosts WHERE host = ?", (entry.host,)).fetchone()
        known[entry.host] = frozenset(json.loads(row[0])) if row and row[0] else None
    error_page = known[entry.host]
    if not error_page:
        return parsed
    own = _lines_of(exchange)
    if own is None or says_more(own, error_page) >= _ITS_OWN:
        return parsed
    message = f"{exchange.url}: says only what {entry.host} says of addresses that it does not have"
    problem = Problem(field="page", code="soft_404", message=message)
    return replace(parsed, kind="soft_404", article=None, layout=None, problems=(problem,), links=())


def _lines_of(exchange: Exchange) -> frozenset[str] | None:
    try:
        body = decode_content(exchange.entity, exchange.header("content-encoding"))
    except ContentError:
        return None
    return lines(exchange.url, body, exchange.header("content-type"))
