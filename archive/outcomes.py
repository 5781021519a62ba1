"""What follows from a kept exchange: for the article, for the frontier, for the report."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from archive import frontier, posted, store
from archive.following import Boxes, entry_for, follow, follow_sitemap
from archive.removed import asks_to_sign_in, leads_away
from parsers.article import Parsed, Problem
from parsers.site import Site
from scraper.address import BadAddress, normal
from scraper.exchange import Exchange

_SECOND_LOOK = timedelta(days=1)  # "not found" must persist this long before an article counts as gone
_MOST_REDIRECTS = 5
_FOLLOW = {301, 302, 303, 307, 308}


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What came of one visit: a word for the report, what the page was, and where a redirect leads (if it may be followed).

    `found` counts the links to articles that were not known, `lists` says whether the page links to articles at all, and
    `repeated` whether its bytes are kept already.
    """

    outcome: str
    parsed: Parsed | None = None
    capture_id: int | None = None
    article_id: int | None = None
    redirect: str | None = None
    problems: tuple[Problem, ...] = ()
    found: int = 0
    lists: bool = False
    repeated: bool = False


def consequences(
    connection: sqlite3.Connection,
    exchange: Exchange,
    entry: frontier.Entry,
    site: Site | None,
    parsed: Parsed,
    capture: store.Capture,
    boxes: Boxes,
    *,
    not_modified: bool,
    now: datetime,
) -> Visit:
    """Write what follows from a capture for article and frontier, inside the caller's transaction; `boxes`: see `follow`."""
    status = exchange.status or 0
    if not_modified:
        store.seen_again(connection, entry.key, capture.captured)
        _plan(connection, exchange, entry, capture, now, changed=False, not_modified=True)
        return Visit(outcome="not_modified", capture_id=capture.id)
    if status in _FOLLOW:
        return _redirected(connection, exchange, entry, site, parsed, capture, now)
    if posted.is_refused(entry, status):
        return _stale(connection, exchange, entry, capture, now)
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
    return _page(connection, exchange, entry, site, parsed, capture, boxes, now)


def _page(
    connection: sqlite3.Connection,
    exchange: Exchange,
    entry: frontier.Entry,
    site: Site | None,
    parsed: Parsed,
    capture: store.Capture,
    boxes: Boxes,
    now: datetime,
) -> Visit:
    """Take a whole page with status 200: an article, or something else that may lead to articles."""
    if exchange.challenge == "answered":
        frontier.make_due(connection, entry.key, now)
        return Visit(outcome="skipped:challenge_answered", parsed=parsed, capture_id=capture.id)
    if posted.is_other_page(entry, parsed):
        return _stale(connection, exchange, entry, capture, now)
    if parsed.kind in ("blocked", "challenge", "login"):
        frontier.failed(connection, entry, now=now, reason=parsed.kind)
        return Visit(outcome=f"failed:{parsed.kind}", parsed=parsed, capture_id=capture.id, problems=parsed.problems)
    if parsed.article and site:
        article_id, change = store.put_article(connection, parsed, site, capture, key=entry.key, url=exchange.url)
        _plan(connection, exchange, entry, capture, now, changed=change in ("new", "changed"))
        if change != "duplicate":  # the copies of a trap name each other
            follow(connection, parsed, entry, site, boxes, now)
        return Visit(
            outcome=change, parsed=parsed, capture_id=capture.id, article_id=article_id, problems=parsed.problems
        )
    found = 0
    if site and entry.role == "sitemap":
        found = follow_sitemap(connection, exchange, entry, site, now)
    elif site:
        found = follow(connection, parsed, entry, site, boxes, now)
    _plan(connection, exchange, entry, capture, now, changed=found > 0)
    problems = parsed.problems
    leads_on = ("article", "next") if entry.role == "seed" else ("article",)  # a home page may lead to lists alone
    lists = any(link.role in leads_on for link in parsed.links)
    if any(one.code == "end_of_list" for one in problems):
        problems = ()
    elif entry.role in ("seed", "listing") and site and not lists:
        empty = Problem(
            field="page",
            code="empty_listing",
            message=f"{exchange.url}: a list without a link to any article of {site.id}",
        )
        problems = (*problems, empty) if parsed.kind != "listing" else (empty,)
    elif entry.role != "article":
        problems = ()  # a page that was not expected to be an article is no problem
    return Visit(outcome="page", parsed=parsed, capture_id=capture.id, problems=problems, found=found, lists=lists)


def _stale(
    connection: sqlite3.Connection,
    exchange: Exchange,
    entry: frontier.Entry,
    capture: store.Capture,
    now: datetime,
) -> Visit:
    """Take a posted page whose cursor the server accepts no more: its list is read again from the first page."""
    again = posted.begin_again(connection, entry, now)
    then = "it is read again from its first page" if again else "given up after several tries"
    message = f"{exchange.url}: page {entry.list_page} of this list was not given for what was posted; {then}"
    problem = Problem(field="page", code=posted.STALE, message=message)
    group = "skipped" if again else "failed"
    return Visit(outcome=f"{group}:{posted.STALE}", capture_id=capture.id, problems=(problem,))


def _redirected(
    connection: sqlite3.Connection,
    exchange: Exchange,
    entry: frontier.Entry,
    site: Site | None,
    parsed: Parsed,
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
    if found and asks_to_sign_in(connection, found):
        frontier.failed(connection, entry, now=now, reason="login")
        message = f"{exchange.url} redirects to {found.url}, where one has to sign in"
        problem = Problem(field="page", code="login", message=message)
        return Visit(outcome="failed:login", capture_id=capture.id, problems=(problem,))
    if found and site and leads_away(connection, entry, found, site):
        return _not_found(connection, exchange, entry, parsed, capture, now, led_to=found.url)
    if found and entry.method == "POST":
        if found.key == entry.list_key:
            return _stale(connection, exchange, entry, capture, now)
        found = posted.moved(entry, found, exchange.status or 0)
    _plan(connection, exchange, entry, capture, now, changed=False)
    if site is None and target:  # a single address of a host we do not know: `fetch` counts the hops
        return Visit(outcome="redirect", capture_id=capture.id, redirect=target)
    if found is None or entry.redirects >= _MOST_REDIRECTS:
        return _not_followed(exchange, capture, target or repr(location), loop=found is not None)
    is_new = frontier.add(connection, [found], now=now)
    if found.method == "POST":
        posted.set_request(connection, found)
    if found.key == entry.key or (not is_new and entry.role == "seed"):
        # The same page at its new address (http -> https, www), or where a seed leads: asked again now.
        frontier.redirected(connection, found, now)
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
    *,
    led_to: str | None = None,
) -> Visit:
    """Take an address that has no page any more; `led_to` is where it redirects instead of saying so."""
    state = store.missing(connection, entry.key, capture.captured)
    reason = f"status_{exchange.status}" if exchange.status != 200 else "soft_404"
    problems = parsed.problems
    if led_to:
        reason = "redirected_away"
        message = f"{exchange.url} redirects to {led_to}: the article is not there any more"
        problems = (Problem(field="page", code=reason, message=message),)
    if state == "missing":
        frontier.postpone(connection, entry, now + _SECOND_LOOK, reason)
        return Visit(outcome=f"failed:{reason}", parsed=parsed, capture_id=capture.id, problems=problems)
    frontier.close(connection, entry.key, "gone", reason, now)
    failure = "seed_not_found" if entry.role == "seed" else reason
    return Visit(
        outcome="gone" if state == "gone" else f"failed:{failure}",
        parsed=parsed,
        capture_id=capture.id,
        problems=problems,
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
    if entry.method == "POST":
        posted.visited(connection, entry)
