"""Where a site's addresses come from besides its pages: seeds, robots.txt, sitemaps and feeds."""

from collections.abc import Sequence
from datetime import datetime

from archive import frontier, hosts, store
from archive.folder import transaction
from archive.ingest import Keeper, keep_robots
from archive.outcomes import entry_for
from parsers.site import Site
from scraper.exchange import Exchange
from scraper.message import ContentError, decode_content
from scraper.robots import Robots, policy
from scraper.sitemaps import read as read_sitemap


def prepare(keeper: Keeper, site: Site, *, urls: Sequence[str] = (), recheck: bool = False, now: datetime) -> int:
    """Put a site's seeds, or the addresses asked for, on the frontier and make them due. Returns how many they are."""
    entries = [entry for url in (urls or site.seeds) if (entry := entry_for(url, site, role="seed"))]
    with transaction(keeper.connection):
        store.add_site(keeper.connection, site)
        frontier.add(keeper.connection, entries, now=now)
        for entry in entries:
            frontier.make_due(keeper.connection, entry.key, now)
        if recheck:
            frontier.make_all_due(keeper.connection, site.id, now)
    return len(entries)


def take_robots(keeper: Keeper, exchange: Exchange, host: str, site: Site | None, *, now: datetime) -> Robots:
    """Keep what robots.txt answered, put its sitemaps on the frontier, and return the rules to obey (RFC 9309 §2.3)."""
    if exchange.response:
        keep_robots(keeper, exchange, site)
    with transaction(keeper.connection):
        outcome = policy(exchange.status)
        rules = hosts.keep_robots(keeper.connection, host, outcome=outcome, text=exchange.entity, now=now)
        if site:
            declared = (*rules.sitemaps, *site.sitemaps, *site.feeds)
            found = [entry_for(url, site, role="sitemap", via=exchange.url) for url in declared]
            frontier.add(keeper.connection, [one for one in found if one], now=now)
    return rules


def follow_sitemap(keeper: Keeper, exchange: Exchange, entry: frontier.Entry, site: Site, *, now: datetime) -> None:
    """Put the articles of a sitemap or feed on the frontier, and the sitemaps of an index."""
    try:
        data = decode_content(exchange.entity, exchange.header("content-encoding"))
    except ContentError:
        data = b""  # the visit has recorded why it could not be read
    sitemap = read_sitemap(data, exchange.url, hosts=site.hosts)
    role: frontier.Role = "sitemap" if sitemap.kind == "index" else "article"
    addresses = [item.url for item in sitemap.entries if role == "sitemap" or site.is_article_address(_path(item.url))]
    found = (entry_for(url, site, role=role, via=exchange.url, depth=entry.depth + 1) for url in addresses)
    with transaction(keeper.connection):
        frontier.add(keeper.connection, [one for one in found if one], now=now)


def robots_address(site: Site | None, host: str) -> str:
    """Return where a host's robots.txt is: with the scheme of the site's seeds, else https."""
    bare = host.removeprefix("www.")
    for seed in site.seeds if site else ():
        scheme, _, rest = seed.partition("://")
        if rest.split("/", 1)[0].lower().removeprefix("www.") == bare:
            return f"{scheme}://{host}/robots.txt"
    return f"{'http' if site and site.local else 'https'}://{host}/robots.txt"


def _path(url: str) -> str:
    return "/" + url.split("://", 1)[-1].partition("/")[2]
