"""From what a person types to what is meant: sites, articles, spans of time. Each failure says what to do."""

import re
import sqlite3
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from archive.errors import BadQuery, NotFound
from archive.identity import key_of
from parsers.provinces import find
from parsers.site import Site
from parsers.sites import known_sites, site_of
from scraper.address import BadAddress, host_of, key, normal

_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86_400}


def sites_asked_for(names: Sequence[str], *, everything: bool) -> Mapping[str, tuple[Site, list[str]]]:
    """Return the sites that ids and addresses name, with the addresses given for each. Raises BadQuery."""
    if everything == bool(names):
        raise BadQuery("name sites or addresses, or say --all (not both); tintinh sites lists what is known")
    found: dict[str, tuple[Site, list[str]]] = {}
    if everything:
        return {site.id: (site, []) for site in known_sites().values() if site.seeds or site.json_lists}
    for name in names:
        site = one_site(name)
        if "://" not in name and not (site.seeds or site.json_lists):
            raise BadQuery(f"{site.id}: no seed is known for this site; give an address of it")
        found.setdefault(site.id, (site, []))[1].extend([name] if "://" in name else [])
    return found


def known_site(address: str) -> Site | None:
    """Return the site whose host an address has, or None; never raises for a hostile address."""
    try:
        return site_of(normal(address))
    except BadAddress:
        return None


def check_addresses(texts: Sequence[str]) -> None:
    """Raise BadQuery for the first text that is no web address."""
    try:
        for text in texts:
            normal(text)
    except BadAddress as error:
        raise BadQuery(str(error)) from error


def one_site(name: str) -> Site:
    """Return the site of an id, a host or an address; case does not matter. Raises BadQuery with a suggestion."""
    plain = name.strip().lower()
    site = (
        known_site(name)
        if "://" in name
        else site_of(plain) or (known_site(f"http://{plain}/") if "." in plain else None)
    )
    if site is not None:
        return site
    if "://" in name:
        try:
            host = host_of(normal(name))
        except BadAddress as error:
            raise BadQuery(str(error)) from error
        raise BadQuery(
            f"no site is known for {host}; keep single pages with: tintinh fetch {name}; or describe the site (docs/adding-a-site.md)"
        )
    close = get_close_matches(plain, known_sites(), n=3, cutoff=0.6)
    hint = f"did you mean {' or '.join(close)}? " if close else ""
    if provinces := find(name):
        there = [each.id for each in known_sites().values() if each.province in provinces]
        hint = f"it is a province, with the sites {', '.join(there)}; " if there else hint
    raise BadQuery(f"no site is called {name!r}; {hint}tintinh sites lists them all")


def article_id(connection: sqlite3.Connection, text: str) -> int:
    """Return the id of the article that an id or an address names. Raises NotFound, and BadQuery for what is neither."""
    if text.isdecimal():
        from archive.rows import by_number  # here, for a crawl begins sooner without it

        if (found := by_number(connection, text)) is not None:
            return found
        raise NotFound(f"there is no article {text[:40]} in this archive; tintinh search finds ids")
    try:
        address = normal(text)
    except BadAddress as error:
        raise BadQuery(f"{error}; give an article's number or its address") from error
    site = site_of(address)
    identities = {key(address), key_of(address, site)}
    marks = ", ".join("?" * len(identities))
    row = connection.execute(
        f"SELECT id FROM articles WHERE key IN ({marks}) OR url = ? "
        f"UNION ALL SELECT article_id FROM duplicates WHERE key IN ({marks}) LIMIT 1",
        (*identities, address, *identities),
    ).fetchone()
    if row is None:
        kept = connection.execute(f"SELECT count(*) FROM captures WHERE key IN ({marks})", (*identities,)).fetchone()[0]
        also = (
            f"; it was captured {'once' if kept == 1 else f'{kept} times'}, but gave no article"
            if kept
            else "; fetch it with: tintinh fetch " + address
        )
        raise NotFound(f"no article of {address} in this archive{also}")
    return int(row[0])


def seconds(text: str) -> float:
    """Return a span of time in seconds: "90", "90s", "15m", "2h", "1d". Raises BadQuery."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([smhd]?)", text.strip())
    if not match:
        raise BadQuery(f"{text!r} is no span of time; write 90s, 15m, 2h or 1d")
    return float(match[1]) * _UNITS[match[2]]


def size(text: str) -> int:
    """Return a number of bytes: "500M", "2G", "1.5 GB"; the units are powers of 1000. Raises BadQuery."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMGT]?)B?", text.strip(), re.IGNORECASE)
    if not match:
        raise BadQuery(f"{text!r} is no size; write 500M or 2G")
    return int(float(match[1]) * 1000 ** " KMGT".index(match[2].upper() or " "))
