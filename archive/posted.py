"""Pages of a list that are posted for: their identity, their cursor, and how a list begins again.

What was posted is part of a page's identity. As pywb and warcio do, it stands behind the address as `__wb_method=POST&...`;
of the fields only a digest of those that tell lists apart, and the number of the page. The rest, such as `__VIEWSTATE`, is a
cursor: it belongs to the page it came from, is kept in the frontier until the page it leads to is visited, and so survives
a kill. A cursor that the server takes no more is fetched anew from the first page of its list on.
"""

import hashlib
import sqlite3
from dataclasses import replace
from datetime import datetime

from archive import frontier
from archive.frontier import Entry
from parsers.article import Parsed, Post

STALE = "stale_cursor"

_MARK = "__wb_method=POST"
_NEVER = "9999-12-31T00:00:00.000000+00:00"  # not by itself: only when the page before it leads here again
_RESTARTS = 3
_REFUSALS = frozenset(
    {400, 403, 419, 440, 500}
)  # a view state that is not accepted is a 500 in ASP.NET, a 403 in SharePoint


def posted_entry(entry: Entry, post: Post, *, list_key: str | None) -> Entry:
    """Return the entry of a posted page, from the entry that its address alone would have."""
    return replace(
        entry,
        key=_with_post(entry.key, post),
        method="POST",
        body=post.body,
        body_type=post.media_type,
        list_page=post.page,
        list_key=list_key,
    )


def via(entry: Entry) -> str:
    """Return what stands for a page as the one on which others were found: its address, and what was posted."""
    if entry.method == "GET":
        return entry.url
    return _joined(entry.url, entry.key.partition(_MARK)[2])


def _with_post(key: str, post: Post) -> str:
    digest = hashlib.sha256(post.identity.encode()).hexdigest()[:16]
    return _joined(key, f"&page={post.page}&fields={digest}")


def _joined(address: str, posted: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{_MARK}{posted}"


def lead_on(connection: sqlite3.Connection, following: Entry, *, new: bool, now: datetime) -> None:
    """Put the next page of a list on the frontier.

    It is to be visited if it never was, if this page brought something `new`, or if it waits for a fresh cursor. A page
    that was not visited yet gets the fresh cursor in any case.
    """
    if frontier.add(connection, [following], now=now):
        if following.method == "POST":
            set_request(connection, following)
        return
    if following.method == "GET":
        if new:
            frontier.make_due(connection, following.key, now)
        return
    reason, body = connection.execute("SELECT reason, body FROM frontier WHERE key = ?", (following.key,)).fetchone()
    if new or reason == STALE:
        set_request(connection, following)
        frontier.make_due(connection, following.key, now)
    elif body is not None:
        set_request(connection, following)


def set_request(connection: sqlite3.Connection, entry: Entry) -> None:
    """Write what is to be posted into an entry that the frontier has."""
    connection.execute(
        "UPDATE frontier SET url = ?, via = ?, method = ?, body = ?, body_type = ?, list_page = ?, list_key = ? WHERE key = ?",
        (entry.url, entry.via, entry.method, entry.body, entry.body_type, entry.list_page, entry.list_key, entry.key),
    )


def visited(connection: sqlite3.Connection, entry: Entry) -> None:
    """Drop the cursor of a page that was visited: it leads nowhere else, and view states are large."""
    connection.execute("UPDATE frontier SET body = NULL, due = ?, reason = NULL WHERE key = ?", (_NEVER, entry.key))


def moved(entry: Entry, target: Entry, status: int) -> Entry | None:
    """Return what to ask for where a posted page is redirected to; None when it is not to be followed.

    After 301, 302 and 303 the target is got (RFC 9110 §15.4.2-4); after 307 and 308 the same is posted there, but never to
    another host, and never without TLS where there was TLS.
    """
    if status not in (307, 308):
        return target
    if target.host != entry.host or (entry.url.startswith("https:") and not target.url.startswith("https:")):
        return None
    key = _joined(target.key, entry.key.partition(_MARK)[2])
    return replace(
        target,
        key=key,
        method="POST",
        body=entry.body,
        body_type=entry.body_type,
        list_page=entry.list_page,
        list_key=entry.list_key,
    )


def is_refused(entry: Entry, status: int) -> bool:
    """Say whether an answer means that the server takes the cursor no more."""
    return entry.method == "POST" and status in _REFUSALS


def is_other_page(entry: Entry, parsed: Parsed) -> bool:
    """Say whether the page shown is not the one that was posted for: most often the first, for a cursor of a past session."""
    following = next((link.post for link in parsed.links if link.role == "next" and link.post), None)
    return entry.method == "POST" and following is not None and following.page <= entry.list_page


def begin_again(connection: sqlite3.Connection, entry: Entry, now: datetime) -> bool:
    """Have a list read again from its first page, up to the page whose cursor is stale; each page brings the next cursor.

    Returns False when that was tried several times in vain; then the page is given up.
    """
    if entry.failures + 1 >= _RESTARTS or entry.list_key is None:
        connection.execute(
            "UPDATE frontier SET state = 'gave_up', reason = ?, failures = failures + 1, body = NULL, due = ? WHERE key = ?",
            (STALE, _NEVER, entry.key),
        )
        return False
    connection.execute(
        "UPDATE frontier SET state = 'done', reason = ?, body = NULL, due = ? "
        "WHERE list_key = ? AND method = 'POST' AND list_page <= ?",
        (STALE, _NEVER, entry.list_key, entry.list_page),
    )
    connection.execute("UPDATE frontier SET failures = failures + 1 WHERE key = ?", (entry.key,))
    # Not conditionally: a 304 would bring no cursor.
    connection.execute("UPDATE frontier SET etag = NULL, last_modified = NULL WHERE key = ?", (entry.list_key,))
    frontier.make_due(connection, entry.list_key, now)
    return True


def of_request(connection: sqlite3.Connection, url: str, request: bytes) -> Entry | None:
    """Return the entry whose visit a kept POST request was, or None: for captures whose rows were lost in a kill."""
    head, _, body = request.partition(b"\r\n\r\n")
    if not head.startswith(b"POST "):
        return None
    query = "SELECT key FROM frontier WHERE url = ? AND method = 'POST' AND body = ?"
    row = connection.execute(query, (url, body.decode("latin-1"))).fetchone()
    return frontier.get(connection, row[0]) if row else None
