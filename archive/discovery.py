"""Where a site's addresses come from besides its pages: seeds, robots.txt, sitemaps and feeds."""

from collections.abc import Sequence
from datetime import datetime

from archive import frontier, hosts, posted, store
from archive.folder import transaction
from archive.following import entry_for
from archive.identity import follow_moves
from archive.ingest import Keeper, keep_aside
from parsers.declared_lists import JsonList
from parsers.site import Site
from scraper.address import BadAddress, normal
from scraper.exchange import Exchange
from scraper.message import ContentError, decode_content
from scraper.robots import MOST_BYTES, Robots, policy

MOST_ROBOTS_HOPS = 5  # RFC 9309 §2.3.1.2: "at least five consecutive redirects"


def prepare(keeper: Keeper, site: Site, *, urls: Sequence[str] = (), recheck: bool = False, now: datetime) -> int:
    """Put a site's seeds, or the addresses asked for, on the frontier and make them due. Returns how many they are."""
    entries = [entry for url in (urls or site.seeds) if (entry := entry_for(url, site, role="seed"))]
    lists = [] if urls else [one for declared in site.json_lists if (one := _first_page(declared, site))]
    with transaction(keeper.connection):
        store.add_site(keeper.connection, site)
        follow_moves(keeper.connection, site)
        frontier.add(keeper.connection, entries, now=now)
        for entry in entries:
            frontier.make_due(keeper.connection, entry.key, now)
        for entry in lists:
            posted.lead_on(keeper.connection, entry, new=True, now=now)
        frontier.make_due_again(keeper.connection, site.id, "since", now)
        frontier.distrust(keeper.connection, site.id, now)
        if recheck:
            frontier.make_all_due(keeper.connection, site.id, now)
    return len(entries) + len(lists)


def _first_page(declared: JsonList, site: Site) -> frontier.Entry | None:
    link = declared.page_link(declared.first)
    entry = entry_for(link.url, site, role="seed")
    return posted.posted_entry(entry, link.post, list_key=None) if entry and link.post else entry


def take_robots(keeper: Keeper, exchange: Exchange, host: str, site: Site | None, *, now: datetime) -> Robots:
    """Keep what robots.txt answered, put its sitemaps on the frontier, and return the rules to obey (RFC 9309 §2.3)."""
    if exchange.response:
        keep_aside(keeper, exchange, site)
    with transaction(keeper.connection):
        text = _robots_text(exchange)
        outcome = "deny" if exchange.challenge or text is None else policy(exchange.status)
        rules = hosts.keep_robots(keeper.connection, host, outcome=outcome, text=text or b"", now=now)
        if site:
            declared = (*rules.sitemaps, *site.sitemaps, *site.feeds)
            found = [entry_for(url, site, role="sitemap", via=exchange.url) for url in declared]
            frontier.add(keeper.connection, [one for one in found if one], now=now)
    return rules


def _robots_text(exchange: Exchange) -> bytes | None:
    """Return what is read of a robots.txt, and so much more that its end can be told; None when it cannot be decoded."""
    try:
        return decode_content(exchange.entity, exchange.header("content-encoding"))[: MOST_BYTES + 1]
    except ContentError:
        return None


def shut_by(exchange: Exchange, host: str) -> tuple[str, str]:
    """Return why an answer closes a host for this run: a word for the report, and a line."""
    if exchange.challenge:
        return "challenge", f"{exchange.url} answers with a cookie challenge again, so all of {host} is left alone"
    said = "allows nothing" if exchange.status == 200 else f"answered {exchange.status}"
    why = f"{exchange.url} {said}, so all of {host} is left alone"
    return exchange.failure or "robots", exchange.failure_detail or why


def robots_moved(exchange: Exchange) -> str | None:
    """Return where a robots.txt has moved to, perhaps on another host (RFC 9309 §2.3.1.2); None when it has not."""
    if exchange.status not in (301, 302, 303, 307, 308):
        return None
    try:
        return normal(exchange.header("location") or "", exchange.url)
    except BadAddress:
        return None


def robots_address(url: str) -> str:
    """Return where the robots.txt is that speaks for an address: the same scheme, host and port (RFC 9309 §2.3)."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}/robots.txt"
