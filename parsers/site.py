"""A site is a value: who it is, which hosts it has, and how its pages are laid out."""

import re
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from parsers.addresses import parts_of
from parsers.cms import FAMILIES
from parsers.declared_lists import JsonList, PostedList
from parsers.layout import Layout, Rule, check_rule

SiteKind: TypeAlias = Literal["portal", "party", "newspaper", "department"]
TlsProfile: TypeAlias = Literal["strict", "legacy_renegotiation", "weak_dh", "incomplete_chain"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Our record of one portal, party site or newspaper.

    `province` is the name at the time of the pages (today's is looked up in `parsers.provinces`); None for a
    national site. `hosts` names the present host first, then former ones; the first of them stands in the identity
    of every page. `article_url` is a regular expression searched in the path and query of an address; without one,
    that of the family `cms` serves. `next_page` finds the link to the next listing page; empty means the usual ways
    are tried. `posted_lists` and `json_lists` are lists that no page leads through. `listing` is a CSS selector that
    only the rows of a listing match. `delay` is the least pause between requests in seconds. `keep_query` names the
    query keys that identify a page; None keeps all but known noise. `moved` says where pages of a former host stand
    now: beginnings of addresses without scheme, (former, present), each with its "/". `cms` names the family in
    `parsers.cms` whose layout is tried where the site declares none. `local` allows loopback and private addresses.
    `verified` says what proves the layouts (a golden, real pages and their date); None means nobody has checked them
    on a page.
    """

    id: str
    name: str
    province: str | None
    kind: SiteKind
    hosts: tuple[str, ...]
    seeds: tuple[str, ...] = ()
    article_url: str | None = None
    next_page: Rule = ()
    posted_lists: tuple[PostedList, ...] = ()
    json_lists: tuple[JsonList, ...] = ()
    listing: str = ""
    layouts: tuple[Layout, ...] = ()
    cms: str | None = None
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    delay: float | None = None
    tls: TlsProfile = "strict"
    tls_reason: str | None = None  # what was seen, when, and by whom: it goes into the archive with each capture
    keep_query: tuple[str, ...] | None = None
    moved: tuple[tuple[str, str], ...] = ()
    local: bool = False
    verified: str | None = None
    _article: re.Pattern[str] | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse a site that could never work, at import, with its name in the message."""
        if not re.fullmatch(r"[a-z0-9_-]+", self.id):
            raise ValueError(f"site id {self.id!r}: use lower-case letters, digits, - and _")
        if not self.hosts:
            raise ValueError(f"site {self.id}: hosts is empty; name at least the present host")
        for host in self.hosts:
            if "/" in host or host != host.lower():
                raise ValueError(f"site {self.id}: host {host!r} must be a lower-case name with an optional port")
        for pair in self.moved:
            if not all("/" in one and "://" not in one for one in pair):
                raise ValueError(f'site {self.id}: moved {pair!r} must be like ("former.vn/", "present.vn/place/")')
        if self.tls != "strict" and not self.tls_reason:
            raise ValueError(f"site {self.id}: a relaxed tls profile needs tls_reason")
        try:
            pattern = re.compile(self.article_url) if self.article_url else _of_family(self.cms)
        except (re.error, TypeError) as error:
            raise ValueError(f"site {self.id}: article_url {self.article_url!r}: {error}") from error
        object.__setattr__(self, "_article", pattern)
        for address in (*(one.action for one in self.posted_lists), *(one.address for one in self.json_lists)):
            if not self.has_host(parts_of(address).netloc):
                raise ValueError(f"site {self.id}: {address!r} is not on one of its hosts; add the host to hosts")
        if len({one.address for one in self.json_lists}) < len(self.json_lists):
            raise ValueError(f"site {self.id}: two json lists of one address; their answers could not be told apart")
        check_rule(self.next_page, f"site {self.id}, next_page")
        check_rule(self.listing or (), f"site {self.id}, listing")

    @property
    def all_hosts(self) -> tuple[str, ...]:
        """The site's hosts, and those that its pages have moved to."""
        return (*self.hosts, *(present.partition("/")[0] for _, present in self.moved))

    @property
    def has_article_addresses(self) -> bool:
        """Say whether it is known how addresses of this site's articles look."""
        return self._article is not None

    def has_host(self, host: str) -> bool:
        """Say whether a host is the site's, present or former, with or without www."""
        return host.removeprefix("www.") in {one.removeprefix("www.") for one in self.all_hosts}

    def is_article_address(self, path_and_query: str) -> bool:
        """Say whether an address of this site looks like an article's (path with its query, no host)."""
        return bool(self._article and self._article.search(path_and_query))


def _of_family(cms: str | None) -> re.Pattern[str] | None:
    family = FAMILIES.get(cms or "")
    return re.compile(family.article_url) if family and family.article_url else None
