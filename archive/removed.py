"""Articles that are not answered with 404 when they are taken away, or kept from us, but with a redirect to somewhere else."""

import re
import sqlite3

from archive.following import entry_for
from archive.frontier import Entry
from parsers.site import Site

_HOME = re.compile(
    r"/(?:(?:index|default|home|trang-chu|trangchu)(?:\.\w{2,5})?/?|web/guest/home/?|vi(?:-vn)?/?)?", re.IGNORECASE
)
_NOT_FOUND = re.compile(
    r"/(?:error[-_/]?)?(?:404|not-?found|page-?not-?found|khong-tim-thay)(?:\.\w{2,5})?/?", re.IGNORECASE
)
_SIGN_IN = re.compile(r"/(?:dang-?nhap|log-?in|sign-?in|sign_in|wp-login|authenticate)(?:\.\w{2,5})?/?$", re.IGNORECASE)


def leads_away(connection: sqlite3.Connection, entry: Entry, target: Entry, site: Site) -> bool:
    """Say whether a redirect from an article's address means that the article is not there any more.

    So it is when it leads to the home page, a seed, a page of the site that was read as a list, a folder of the article's own address,
    or a page called 404; never when it leads to another article's address.
    """
    path, _, query = _path_of(target.url).partition("?")
    if entry.role != "article" or site.is_article_address(path + ("?" + query if query else "")):
        return False
    if _HOME.fullmatch(path) and not query:
        return True
    folder = path if path.endswith("/") else path + "/"
    if _NOT_FOUND.search(path) or _path_of(entry.url).startswith(folder):
        return True
    seeds = (entry_for(seed, site, role="seed") for seed in site.seeds)
    return any(seed and seed.key == target.key for seed in seeds) or _kind_of(connection, target.key) == "listing"


def asks_to_sign_in(connection: sqlite3.Connection, target: Entry) -> bool:
    """Say whether a redirect leads to a sign-in page: by its name, or because it was read as one."""
    path = _path_of(target.url).partition("?")[0]
    return bool(_SIGN_IN.search(path)) or _kind_of(connection, target.key) == "login"


def _path_of(url: str) -> str:
    return "/" + url.split("://", 1)[-1].partition("/")[2]


def _kind_of(connection: sqlite3.Connection, key: str) -> str | None:
    query = "SELECT kind FROM captures WHERE key = ? AND kind IS NOT NULL ORDER BY id DESC LIMIT 1"
    row = connection.execute(query, (key,)).fetchone()
    return row[0] if row else None
