"""What tells the pages of a site apart: the key of an address, by the rules of its site."""

import sqlite3

from parsers.site import Site
from scraper.address import key, normal
from scraper.moved import present_address


def key_of(url: str, site: Site | None) -> str:
    """Return the key of an address; one of a former host has the key of its present place. Raises BadAddress."""
    if site is None:
        return key(url)
    address = present_address(normal(url), site.moved) if site.moved else url
    return key(address, hosts=site.hosts, keep_query=query_keys(url, site))


def query_keys(url: str, site: Site) -> tuple[str, ...] | None:
    """Return the query keys that tell an address from others; None, as for a list declared as JSON, when all of them do."""
    if site.json_lists and any(one.page_of(url, one.first) is not None for one in site.json_lists):
        return None
    return site.keep_query


def follow_moves(connection: sqlite3.Connection, site: Site) -> None:
    """Give what was kept before a move was declared the keys of its present place. Runs inside the caller's transaction.

    Where both places have an article already, each stays what it is.
    """
    for former, present in site.moved:
        for table in ("articles", "captures", "duplicates"):
            connection.execute(
                f"UPDATE OR IGNORE {table} SET key = ?1 || substr(key, length(?2) + 1) WHERE key >= ?2 AND key < ?2 || ?3",
                (present, former, "\U0010ffff"),
            )
        connection.execute(  # what is still due there is found again at the present place, which the seeds lead to
            "DELETE FROM frontier WHERE key >= ?1 AND key < ?1 || ?2", (former, "\U0010ffff")
        )
