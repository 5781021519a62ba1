"""`fetch`: archive these addresses now, one after the other, with the same politeness and the same keeping as a crawl."""

import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import TypeAlias

from archive import frontier, hosts, store
from archive.discovery import MOST_ROBOTS_HOPS, robots_address, robots_moved, take_robots
from archive.folder import transaction
from archive.identity import key_of
from archive.ingest import Keeper, keep, keep_aside
from archive.outcomes import Visit
from archive.run import Run
from parsers.article import Problem
from parsers.site import Site
from parsers.sites import site_of
from scraper.address import BadAddress, host_of, normal
from scraper.fetch import Fetcher, Limits
from scraper.politeness import LEAST_DELAY, after, wait

Tell: TypeAlias = Callable[[str, Visit], None]
_MOST_HOPS = 5
_WORTH_WAITING = 90.0  # seconds


def fetch_all(
    run: Run, urls: Iterable[str], *, agent: str, limits: Limits, tell: Tell, site: Site | None = None
) -> None:
    """Fetch and keep each address, following redirects; `tell` hears of each visit. Sites are looked up by host.

    An address that is none, that robots.txt forbids, or whose host must not be asked for long is told as such.
    """
    for url in urls:
        target: str | None = url
        for _ in range(_MOST_HOPS + 1):
            if target is None:
                break
            visit = _fetch_one(run, target, agent=agent, limits=limits, site=site)
            tell(target, visit)
            target = visit.redirect


def _fetch_one(run: Run, url: str, *, agent: str, limits: Limits, site: Site | None) -> Visit:
    try:
        address = normal(url)
        host = host_of(address)
    except BadAddress as error:
        run.report.sites[""].failed["bad_address"] += 1
        return _refused("bad_address", str(error))
    site = site or site_of(address)
    entry = _entry(run.keeper, address, host, site)
    counts = run.report.sites[entry.site_id]
    with Fetcher(
        user_agent=agent,
        allow_private=bool(site and site.local),
        limits=limits,
        tls=site.tls if site else "strict",
        tls_reason=site.tls_reason if site else None,
    ) as fetcher:
        refusal = _may_not(run.keeper, fetcher, address, host, site)
        if refusal:
            group = counts.skipped if refusal.outcome.startswith("skipped") else counts.failed
            group[refusal.problems[0].code] += 1
            return refusal
        exchange = fetcher.get(address)
        if exchange.challenge == "answered":
            keep_aside(run.keeper, exchange, site)
            exchange = fetcher.get(address)
        now = datetime.now(UTC)
        state, _ = hosts.load(run.keeper.connection, host)
        visit = keep(run.keeper, exchange, entry, site, counts, now=now)
        with transaction(run.keeper.connection):
            least = site.delay if site and site.delay is not None else LEAST_DELAY
            state = after(state, exchange, now=now, least=0.0 if site and site.local else least)
            hosts.save(run.keeper.connection, host, state, reason=visit.outcome, now=now)
    return visit


def _entry(keeper: Keeper, address: str, host: str, site: Site | None) -> frontier.Entry:
    """Return the address's frontier entry, adding it for a known site; other addresses are kept but not followed up."""
    identity = key_of(address, site)
    path = "/" + address.split("://", 1)[1].partition("/")[2]
    role: frontier.Role = "article" if site and site.is_article_address(path) else "page"
    entry = frontier.Entry(key=identity, url=address, host=host, site_id=site.id if site else "", role=role)
    if site is None:
        return entry
    with transaction(keeper.connection):
        store.add_site(keeper.connection, site)
        frontier.add(keeper.connection, [entry], now=datetime.now(UTC))
    return frontier.get(keeper.connection, identity) or entry


def _may_not(keeper: Keeper, fetcher: Fetcher, address: str, host: str, site: Site | None) -> Visit | None:
    """Wait as politeness asks and read robots.txt if need be. Returns why the address may not be fetched, or None."""
    state, last = hosts.load(keeper.connection, host)
    pause = wait(state, now=datetime.now(UTC), last_request=last)
    if pause > _WORTH_WAITING:
        return _refused("not_yet", f"{host} is not to be asked for another {round(pause)} s", group="skipped")
    time.sleep(pause if not (site and site.local) else 0)
    rules = hosts.robots(keeper.connection, host, datetime.now(UTC))
    if rules is None:
        exchange = fetcher.get(robots_address(address))
        for _ in range(MOST_ROBOTS_HOPS):
            if moved := exchange.url if exchange.challenge == "answered" else robots_moved(exchange):
                keep_aside(keeper, exchange, site)
                exchange = fetcher.get(moved)
        if exchange.failure:
            return _refused(exchange.failure, exchange.failure_detail)
        rules = take_robots(keeper, exchange, host, site, now=datetime.now(UTC))
    if not rules.allowed(address):
        return _refused(
            "robots", f"{address}: robots.txt of {host} does not allow it (or could not be read)", group="skipped"
        )
    return None


def _refused(code: str, message: str, *, group: str = "failed") -> Visit:
    return Visit(outcome=f"{group}:{code}", problems=(Problem(field="page", code=code, message=message),))
