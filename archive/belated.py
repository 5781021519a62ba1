"""Putting an article from a capture that was kept long ago, as if it had been read when it was made."""

import sqlite3

from archive import store
from archive.drift import CODES
from parsers.article import Parsed
from parsers.site import Site


def adopt(connection: sqlite3.Connection, url: str, key: str, site: Site) -> None:
    """Give captures of an address that were made before anybody knew its site their site and their key."""
    store.add_site(connection, site)
    query = "UPDATE captures SET key = ?, site_id = ? WHERE url = ? AND site_id IS NULL"
    connection.execute(query, (key, site.id, url))


def put_belated(
    connection: sqlite3.Connection, parsed: Parsed, site: Site, capture_id: int, *, key: str, url: str
) -> store.Change:
    """Put an article read from this capture; what captures made after it say of its address holds still.

    Problems that said no layout fits the capture are taken back. Runs inside the caller's transaction.
    """
    (captured,) = connection.execute("SELECT captured FROM captures WHERE id = ?", (capture_id,)).fetchone()
    _as_seen_before(connection, key, captured)
    capture = store.Capture(id=capture_id, captured=captured)
    identity, change = store.put_article(connection, parsed, site, capture, key=key, url=url)
    connection.execute("UPDATE captures SET kind = 'article' WHERE id = ?", (capture_id,))
    if change == "new":
        first = (
            "SELECT min(captured) FROM captures WHERE key = ? AND status = 200 AND site_id = ? AND kind <> 'soft_404'"
        )
        query = f"UPDATE articles SET first_seen = min(first_seen, coalesce(({first}), first_seen)) WHERE id = ?"
        connection.execute(query, (key, site.id, identity))
    _as_seen_after(connection, key, captured)
    marks = ", ".join("?" * len(CODES))
    query = f"DELETE FROM problems WHERE capture_id = ? AND code IN ({marks})"
    connection.execute(query, (capture_id, *sorted(CODES)))
    return change


def _as_seen_before(connection: sqlite3.Connection, key: str, captured: str) -> None:
    """Set when an article was last seen to what was known just before an instant."""
    seen = "SELECT max(captured) FROM captures WHERE key = ? AND captured < ? AND (status = 304 OR kind = 'article')"
    query = f"UPDATE articles SET last_seen = coalesce(({seen}), last_seen) WHERE key = ?"
    connection.execute(query, (key, captured, key))


def _as_seen_after(connection: sqlite3.Connection, key: str, captured: str) -> None:
    """Let the captures after an instant say again whether the article was still there."""
    query = (
        "SELECT captured, status FROM captures WHERE key = ? AND captured > ? "
        "AND (status IN (304, 404, 410) OR status = 200 AND kind = 'soft_404') ORDER BY captured, id"
    )
    for at, status in connection.execute(query, (key, captured)).fetchall():
        if status == 304:
            store.seen_again(connection, key, at)
        else:
            store.missing(connection, key, at)
