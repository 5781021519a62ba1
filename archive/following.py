"""From the links of a page, or the entries of a sitemap, to the frontier: what is worth a visit, and in which role."""

import sqlite3
from collections.abc import Mapping, MutableMapping, Set
from datetime import datetime
from functools import lru_cache
from typing import TypeAlias

from archive import frontier, posted
from archive.identity import query_keys
from parsers.article import LinkRole, Parsed
from parsers.site import Site
from scraper.address import BadAddress, host_of, key, normal, refuse
from scraper.exchange import Exchange
from scraper.message import ContentError, decode_content
from scraper.moved import is_moved_here, present_address
from scraper.sitemaps import read as read_sitemap

Boxes: TypeAlias = MutableMapping[str, Set[str]]  # site -> the articles that the page before linked to

_SHORT = 300  # characters; what is longer is rare, and is not held in memory
_ROLES: Mapping[LinkRole, frontier.Role] = {"article": "article", "next": "listing", "other": "page"}


def follow(
    connection: sqlite3.Connection, parsed: Parsed, entry: frontier.Entry, site: Site, boxes: Boxes, now: datetime
) -> int:
    """Put the links of a page on the frontier. Returns how many articles were new.

    The next page of a list is visited if it never was, or if this page brought something new: so a second run stops where
    the first one began. Other pages of the site are followed from its seeds only. `boxes` remembers, for the length of a
    run, what the frontier has already: the boxes of a portal name the same articles on every page, and to look each of
    them up anew would cost more than all the rest of a visit.
    """
    articles: list[frontier.Entry] = []
    others: list[frontier.Entry] = []
    following: frontier.Entry | None = None
    came_by = posted.via(entry)
    before = boxes.get(site.id, frozenset())
    boxes[site.id] = {link.url for link in parsed.links if link.role == "article"}
    for link in parsed.links:
        if link.url in before if link.role == "article" else link.role == "other" and entry.role != "seed":
            continue
        role = _ROLES[link.role]
        found = entry_for(link.url, site, role=role, via=came_by, depth=entry.depth + 1)
        if found is not None and link.post:
            found = posted.posted_entry(found, link.post, list_key=entry.list_key or entry.key)
        if found is None or found.key == entry.key:
            continue
        if role == "listing":
            following = found
        else:
            (articles if role == "article" else others).append(found)
    new = frontier.add(connection, articles, now=now)
    frontier.add(connection, others, now=now)
    listing = entry.role in ("seed", "listing", "page") and parsed.kind != "article"
    if following and listing:
        posted.lead_on(connection, following, new=bool(new), now=now)
    return new


def entry_for(
    url: str, site: Site, *, role: frontier.Role, via: str | None = None, depth: int = 0, redirects: int = 0
) -> frontier.Entry | None:
    """Return a frontier entry for an address, or None if it is no address, leads off the site or into a trap."""
    find = _place_remembered if len(url) <= _SHORT else _place
    place = find(url, site.hosts, query_keys(url, site), site.moved)
    if place is None:
        return None
    identity, address, host = place
    return frontier.Entry(
        key=identity, url=address, host=host, site_id=site.id, role=role, via=via, depth=depth, redirects=redirects
    )


def _place(
    url: str, hosts: tuple[str, ...], keep_query: tuple[str, ...] | None, moved: tuple[tuple[str, str], ...]
) -> tuple[str, str, str] | None:
    """Return key, address and host of an address of a site, or None when it is not to be visited."""
    try:
        address = present_address(normal(url), moved)
        host = host_of(address)
    except BadAddress:
        return None
    own = host.removeprefix("www.") in {one.removeprefix("www.") for one in hosts} or is_moved_here(address, moved)
    if not own or refuse(address):
        return None
    return key(address, hosts=hosts, keep_query=keep_query), address, host


# A sitemap or a list may name what pages named before.
_place_remembered = lru_cache(maxsize=4096)(_place)


def follow_sitemap(
    connection: sqlite3.Connection, exchange: Exchange, entry: frontier.Entry, site: Site, now: datetime
) -> int:
    """Put the articles of a sitemap or feed on the frontier, and the sitemaps of an index. Returns how many were new."""
    try:
        data = decode_content(exchange.entity, exchange.header("content-encoding"))
    except ContentError:
        return 0  # the reading of the page has said so
    sitemap = read_sitemap(data, exchange.url, hosts=site.hosts)
    role: frontier.Role = "sitemap" if sitemap.kind == "index" else "article"
    addresses = [item.url for item in sitemap.entries if role == "sitemap" or site.is_article_address(_path(item.url))]
    found = (entry_for(url, site, role=role, via=exchange.url, depth=entry.depth + 1) for url in addresses)
    return frontier.add(connection, [one for one in found if one], now=now)


def _path(url: str) -> str:
    return "/" + url.split("://", 1)[-1].partition("/")[2]
