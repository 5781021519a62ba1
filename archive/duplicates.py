"""The same article under several addresses of a site: one article, and the other addresses are known as its own.

Portals show one page under many addresses: a language in the path, a section, a parameter that means nothing. Two
addresses whose pages give the same fields are one article. The captures of all are kept.
"""

import sqlite3

from parsers.article import Article

_LOOKS = 2  # an address that showed something else of its own so often in a row is an article of its own


def article_shown(connection: sqlite3.Connection, key: str, site_id: str, article: Article, digest: str) -> int | None:
    """Return the article whose page this address shows too; None when it is an article of its own.

    `key` has no article yet. An address that was a duplicate and now gives other fields stays one at first, for an edit
    may be seen under it before the article's own address is visited again; the second time it becomes its own article.
    """
    known = connection.execute("SELECT article_id, differs FROM duplicates WHERE key = ?", (key,)).fetchone()
    if known is not None and not _says_the_same(connection, known[0], digest):
        if known[1] + 1 < _LOOKS:
            connection.execute("UPDATE duplicates SET differs = differs + 1 WHERE key = ?", (key,))
            return int(known[0])
        connection.execute("DELETE FROM duplicates WHERE key = ?", (key,))
        return None
    if known is not None:
        connection.execute("UPDATE duplicates SET differs = 0 WHERE key = ? AND differs > 0", (key,))
        return int(known[0])
    if not article.body and not article.photos:
        return None  # a title alone does not say that two pages are one
    query = "SELECT id FROM articles WHERE site_id = ? AND fields_digest = ? ORDER BY id LIMIT 1"
    row = connection.execute(query, (site_id, digest)).fetchone()
    return int(row[0]) if row else None


def note(connection: sqlite3.Connection, identity: int, key: str, url: str, digest: str, captured: str) -> None:
    """Remember that an address shows an article that is known under another one, and that the article is still there."""
    connection.execute(
        "INSERT OR IGNORE INTO duplicates(key, url, article_id, found) VALUES (?, ?, ?, ?)",
        (key, url, identity, captured),
    )
    connection.execute(
        "UPDATE articles SET last_seen = max(last_seen, ?), gone_at = NULL, missing_since = NULL "
        "WHERE id = ? AND fields_digest = ?",
        (captured, identity, digest),
    )


def _says_the_same(connection: sqlite3.Connection, identity: int, digest: str) -> bool:
    query = (
        "SELECT 1 FROM articles WHERE id = ? AND fields_digest = ? UNION ALL "
        "SELECT 1 FROM versions WHERE article_id = ? AND fields_digest = ? LIMIT 1"
    )
    return connection.execute(query, (identity, digest, identity, digest)).fetchone() is not None
