"""What follows from a kept exchange: for the article, for the frontier, for the report."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from archive import frontier, store
from parsers.article import LinkRole, Parsed, Problem
from parsers.site import Site
from scraper.address import BadAddress, host_of, key, normal, refuse
from scraper.exchange import Exchange

_SECOND_LOOK = timedelta(days=1)  # "not found" must persist this long before an article counts as gone
_MOST_REDIRECTS = 5
_FOLLOW = {301, 302, 303, 307, 308}
_ROLES: Mapping[LinkRole, frontier.Role] = {"article": "article", "next": "listing", "other": "page"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What came of one visit: a word for the report, what the page was, and where a redirect leads (if it may be followed)."""

    outcome: str
    parsed: Parsed | None = None
    capture_id: int | None = None
    article_id: int | None = None
    redirect: str | None = None
    problems: tuple[Problem, ...] = ()


def consequences(
    connection: sqlite3.Connection,
    exchange: Exchange,
    entry: frontier.Entry,
    site: Site | None,
    parsed: Parsed,
    capture: store.Capture,
    *,
    not_modified: bool,
    now: datetime,
) -> Visit:
    """Write what follows from a capture for article and frontier, inside the caller's transaction."""
    status = exchange.status or 0
    if not_modified:
        store.seen_again(connection, entry.key, capture.captured)
        _plan(connection, exchange, entry, capture, now, changed=False, not_modified=True)
        return Visit(outcome="not_modified", capture_id=capture.id)
    if status in _FOLLOW:
        return _redirected(connection, exchange, entry, site, capture, now)
    if status in (404, 410) or (status == 200 and parsed.kind == "soft_404"):
        return _not_found(connection, exchange, entry, parsed, capture, now)
    if status != 200 or exchange.truncated:
        reason = f"truncated_{exchange.truncated}" if exchange.truncated else f"status_{status or 'none'}"
        frontier.failed(connection, entry, now=now, reason=reason)
        if status != 200:
            return Visit(outcome=f"failed:{reason}", parsed=parsed, capture_id=capture.id, problems=parsed.problems)
        cut = Problem(
            field="page",
            code=reason,
            message=f"{exchange.url}: only a part of the page arrived ({exchange.truncated}); it is kept, not read",
        )
        return Visit(outcome=f"failed:{reason}", parsed=parsed, capture_id=capture.id, problems=(cut,))
    return _page(connection, exchange, entry, site, parsed, capture, now)


def _page(
    connection: sqlite3.Connection,
    exchange: Exchange,
    entry: frontier.Entry,
    site: Site | None,
    parsed: Parsed,
    capture: store.Capture,
    now: datetime,
) -> Visit:
    """Take a whole page with status 200: an article, or something else that may lead to articles."""
    if parsed.kind in ("blocked", "challenge", "login"):
        frontier.failed(connection, entry, now=now, reason=parsed.kind)
        return Visit(outcome=f"failed:{parsed.kind}", parsed=parsed, capture_id=capture.id, problems=parsed.problems)
    if parsed.article and site:
        article_id, change = store.put_article(connection, parsed, site, capture, key=entry.key, url=exchange.url)
        _plan(connection, exchange, entry, capture, now, changed=change != "unchanged")
        _follow(connection, parsed, entry, site, now)
        return Visit(
            outcome=change, parsed=parsed, capture_id=capture.id, article_id=article_id, problems=parsed.problems
        )
    found = _follow(connection, parsed, entry, site, now) if site else 0
    _plan(connection, exchange, entry, capture, now, changed=found > 0)
    problems = parsed.problems
    if entry.role in ("seed", "listing") and site and not any(link.role != "other" for link in parsed.links):
        empty = Problem(
            field="page",
            code="empty_listing",
            message=f"{exchange.url}: a list without a link to any article of {site.id}",
        )
        problems = (*problems, empty) if parsed.kind != "listing" else (empty,)
    elif entry.role != "article":
        problems = ()  # a page that was not expected to be an article is no problem
    return Visit(outcome="page", parsed=parsed, capture_id=capture.id, problems=problems)


def _follow(connection: sqlite3.Connection, parsed: Parsed, entry: frontier.Entry, site: Site, now: datetime) -> int:
    """Put the links of a page on the frontier. Returns how many articles were new.

    The next page of a list is visited if it never was, or if this page brought something new: so a second run stops where
    the first one began. Other pages of the site are followed from its seeds only.
    """
    articles: list[frontier.Entry] = []
    others: list[frontier.Entry] = []
    following: frontier.Entry | None = None
    for link in parsed.links:
        if link.role == "other" and entry.role != "seed":
            continue
        role = _ROLES[link.role]
        found = entry_for(link.url, site, role=role, via=entry.url, depth=entry.depth + 1)
        if found is None or found.key == entry.key:
            continue
        if role == "listing":
            following = found
        else:
            (articles if role == "article" else others).append(found)
    new = frontier.add(connection, articles, now=now)
    frontier.add(connection, others, now=now)
    listing = entry.role in ("seed", "listing", "page") and parsed.kind != "article"
    if following and listing and not frontier.add(connection, [following], now=now) and new:
        frontier.make_due(connection, following.key, now)
    return new


def entry_for(
    url: str, site: Site, *, role: frontier.Role, via: str | None = None, depth: int = 0, redirects: int = 0
) -> frontier.Entry | None:
    """Return a frontier entry for an address, or None if it is no address, leads off the site or into a trap."""
    try:
        address = normal(url)
        host = host_of(address)
    except BadAddress:
        return None
    if host.removeprefix("www.") not in {one.removeprefix("www.") for one in site.hosts} or refuse(address):
        return None
    identity = key(address, hosts=site.hosts, keep_query=site.keep_query)
    return frontier.Entry(
        key=identity, url=address, host=host, site_id=site.id, role=role, via=via, depth=depth, redirects=redirects
    )


def _redirected(
    connection: sqlite3.Connection,
    exchange: Exchange,
    entry: frontier.Entry,
    site: Site | None,
    capture: store.Capture,
    now: datetime,
) -> Visit:
    """Follow a redirect inside the site, each hop a visit of its own; say why one is not followed."""
    location = exchange.header("location") or ""
    try:
        target = normal(location, exchange.url) if location else ""
    except BadAddress:
        target = ""
    found = (
        entry_for(target, site, role=entry.role, via=exchange.url, depth=entry.depth, redirects=entry.redirects + 1)
        if target and site
        else None
    )
    _plan(connection, exchange, entry, capture, now, changed=False)
    if found is not None and found.key == entry.key and entry.redirects < _MOST_REDIRECTS:
        # http -> https, with and without www: the same page under the same key, so it is asked again at its new address.
        connection.execute(
            "UPDATE frontier SET url = ?, host = ?, redirects = redirects + 1, due = ?, state = 'todo' WHERE key = ?",
            (found.url, found.host, store.stamp(now), entry.key),
        )
        return Visit(outcome="redirect", capture_id=capture.id, redirect=found.url)
    if found is None or entry.redirects >= _MOST_REDIRECTS or found.key == entry.key:
        return _not_followed(exchange, capture, target or repr(location), loop=found is not None)
    frontier.add(connection, [found], now=now)
    return Visit(outcome="redirect", capture_id=capture.id, redirect=found.url)


def _not_followed(exchange: Exchange, capture: store.Capture, target: str, *, loop: bool) -> Visit:
    code = "redirect_loop" if loop else "redirect_off_site"
    why = f"more than {_MOST_REDIRECTS} times" if loop else f"to {target}, which is not of this site"
    problem = Problem(field="page", code=code, message=f"{exchange.url} redirects {why}")
    return Visit(outcome=f"skipped:{code}", capture_id=capture.id, problems=(problem,))


def _not_found(
    connection: sqlite3.Connection,
    exchange: Exchange,
    entry: frontier.Entry,
    parsed: Parsed,
    capture: store.Capture,
    now: datetime,
) -> Visit:
    state = store.missing(connection, entry.key, capture.captured)
    reason = f"status_{exchange.status}" if exchange.status != 200 else "soft_404"
    if state == "missing":
        frontier.postpone(connection, entry, now + _SECOND_LOOK, reason)
        return Visit(outcome=f"failed:{reason}", parsed=parsed, capture_id=capture.id, problems=parsed.problems)
    frontier.close(connection, entry.key, "gone", reason)
    return Visit(
        outcome="gone" if state == "gone" else f"failed:{reason}",
        parsed=parsed,
        capture_id=capture.id,
        problems=parsed.problems,
    )


def _plan(
    connection: sqlite3.Connection,
    exchange: Exchange,
    entry: frontier.Entry,
    capture: store.Capture,
    now: datetime,
    *,
    changed: bool,
    not_modified: bool = False,
) -> None:
    frontier.visited(
        connection,
        entry,
        now=now,
        changed=changed,
        capture_id=capture.id,
        etag=exchange.header("etag") or (entry.etag if not_modified else None),
        last_modified=exchange.header("last-modified") or (entry.last_modified if not_modified else None),
        not_modified=not_modified,
    )
