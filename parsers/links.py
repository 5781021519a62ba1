"""The addresses on a page that a crawl may want: articles, the next listing page, and the rest of the site."""

import re
from collections.abc import Callable, Iterable, Iterator, Set
from functools import lru_cache
from urllib.parse import parse_qsl

from lxml import etree

from parsers.addresses import ROOTED, parts_of
from parsers.article import Link
from parsers.element_text import text_of
from parsers.layout import Found, RuleFunction, rule_name, rule_parts
from parsers.page import Page
from parsers.postbacks import posted_next
from parsers.rules import Notes
from parsers.site import Site
from parsers.text import clean, folded
from parsers.tree import Element, search

_SAYS_NEXT = (
    "trang sau|sau|tiep|tiep theo|trang tiep|trang tiep theo|trang ke|trang ke tiep|ke tiep|xem trang sau"
    "|next|next page"
)
_NEXT_TEXTS = frozenset((*_SAYS_NEXT.split("|"), "›", "»", ">", ">>", "→"))
_NEXT_PARTS = _NEXT_TEXTS | frozenset(_SAYS_NEXT.replace("|", " ").split())  # a phrase may stand in several elements
_LONGEST_NEXT = 20  # characters
_NEXT_BEGINS = frozenset("tsknx›»>→- ")
_NEXT_MARKS = (
    "link[rel=next]",
    "a[rel=next]",
    "a.next",
    "li.next a",
    "a.pager-next",
    ".pagination .next a",
    ".pager__item--next a",
)
_PAGE_KEYS = re.compile(r"^(?:page|p|trang|currentpage|cpage|pageindex|.*_cur)$", re.IGNORECASE)
_PAGE_PATH = re.compile(r"/(?:page|trang|p)[-/]?(\d{1,5})/?(?:\.html?)?$", re.IGNORECASE)
_LONGEST_QUERY = 2000  # characters

_ALIKE_EVERYWHERE = ("/", "http://", "https://")  # such an href means the same on all pages of one origin

_HREFS = etree.XPath("descendant::a/@href", smart_strings=False)
_ANCHORS = etree.XPath("descendant::a[@href]")
# Two, and not deeper: libxml2 needs quadratic time for `|` and for `//` within `//`.
_TEXTS = [etree.XPath(f"descendant::a/{inside}text()", smart_strings=False) for inside in ("", "*/")]


def find_links(page: Page, site: Site | None, notes: Notes | None = None, *, list_page: int = 1) -> tuple[Link, ...]:
    """Return the links of a page to its own site, each address once, in order, with their roles.

    `list_page` says which page of a list this is, where its address does not. A next page that is posted for comes last.

    Their texts are left out: only on a listing are they of use (`parsers.rows`), and they cost more than all the rest.
    The next listing page is found by the site's rule, else by the usual marks, else by the numbers; a rule that raises
    is noted as a problem.
    """
    if page.root is None:
        return ()
    own = _without_fragment(page.url)
    found = _found(page, site)
    following = _next_among(page, site, found, notes)
    links = [Link(url=following, role="next")] if following else []
    links += [link for url, link in found.items() if link and url not in (following, own)]
    if not following and (posted := _posted(page, site, list_page, any(link.role == "article" for link in links))):
        links.append(posted)
    return tuple(links)


def _found(page: Page, site: Site | None) -> dict[str, Link | None]:
    """Return the addresses on a page, each with its link if it is one of the site's, in order."""
    hosts = frozenset(bare(host) for host in (site.all_hosts if site else (parts_of(page.url).netloc.lower(),)))
    is_article = site.is_article_address if site else _of_nobody
    origin, rooted = page.origin, ROOTED.fullmatch
    before, same = _of_page_before(site, origin), dict[str, tuple[str, Link | None]]()
    found: dict[str, Link | None] = {}
    for href in dict.fromkeys(search(_HREFS, page.root)):  # as strings: that needs no elements
        if href[:1] == "#":
            continue
        known = before.get(href)
        if known is None:
            # Most addresses are such; a call for each would cost as much again as all the rest.
            url = origin + href if origin and rooted(href) and "/." not in href else _address(page, href)
            known = (url, _link(url, hosts, is_article)) if url else ("", None)
        if origin and href.startswith(_ALIKE_EVERYWHERE):
            same[href] = known
        if known[0]:
            found[known[0]] = known[1]
    before.clear()
    before.update(same)
    return found


@lru_cache(maxsize=1024)
def _of_page_before(_site: Site | None, _origin: str) -> dict[str, tuple[str, Link | None]]:
    """Return what was made of the links of the page read before, of a site at an origin: most are on every page."""
    return {}


def _link(url: str, hosts: Set[str], is_article: Callable[[str], bool]) -> Link | None:
    host, slash, path = url.split("://", 1)[1].partition("/")
    if bare(host.lower()) not in hosts:
        return None
    return Link(url=url, role="article" if is_article(slash + path) else "other")


def _of_nobody(_path: str) -> bool:
    return False


def _posted(page: Page, site: Site | None, number: int, has_articles: bool) -> Link | None:
    """Return the next page of a list that is posted for: as the site declares, else as the page shows."""
    if site and rule_parts(site.next_page):
        return None
    if site and site.posted_lists and has_articles:
        declared = (one.following(_without_fragment(page.url), number) for one in site.posted_lists)
        if link := next(filter(None, declared), None):
            return link
    return posted_next(page, number, phrases=_NEXT_TEXTS)


def anchors(page: Page, inside: Element | None = None) -> Iterator[tuple[Element, str]]:
    """Yield each `<a href>` of a page, or inside an element, with its absolute address without fragment."""
    for element in search(_ANCHORS, page.root if inside is None else inside):
        if url := _address(page, element.get("href")):
            yield element, url


def _address(page: Page, href: str) -> str | None:
    url = page.absolute(href)
    return _without_fragment(url) if url else None


def page_number(url: str) -> int:
    """Return the number of a listing page by its address, 1 when it has none."""
    number = _number_in(url)
    return 1 if number is None else number


def _number_in(url: str) -> int | None:
    parts = parts_of(url)
    for name, value in parse_qsl(parts.query[:_LONGEST_QUERY]):
        if _PAGE_KEYS.match(name) and value.isdecimal() and len(value) < 6:
            return int(value)
    match = _PAGE_PATH.search(parts.path)
    return int(match[1]) if match else None


def _next_among(page: Page, site: Site | None, urls: Iterable[str], notes: Notes | None) -> str | None:
    if site and rule_parts(site.next_page):
        return _by_rule(page, site, notes)
    for mark in _NEXT_MARKS:
        for element in page.select(mark):
            if url := _target(page, element):
                return url
    own = _without_fragment(page.url)
    return _by_text(page, own) or _by_number(page, urls, own)


def _by_text(page: Page, own: str) -> str | None:
    # All texts at once first: on most pages none of them is part of such a phrase, and no link need be looked at.
    texts = {text for expression in _TEXTS for text in search(expression, page.root)}
    if not any(_says_next(text.strip(), _NEXT_PARTS) for text in texts):
        return None
    for element, url in anchors(page):
        brief = url != own and len(element) < 3 and len(element.text or "") < 100
        if brief and _says_next(text_of(element), _NEXT_TEXTS):
            return url
    return None


def _by_number(page: Page, urls: Iterable[str], own: str) -> str | None:
    number = _number_in(own)
    if number is None:
        second = _numbered(urls, own, 1)
        # Drupal counts from 0: on its first page, whose address has no number, the link called 2 leads to ?page=1.
        if second and any(url == second and text_of(element).strip() == "2" for element, url in anchors(page)):
            return second
    return _numbered(urls, own, 2 if number is None else number + 1)


def _numbered(urls: Iterable[str], own: str, wanted: int) -> str | None:
    """Return the address of the page of this list with a number."""
    written = re.compile(rf"(?<!\d){wanted}(?!\d)")
    parts = parts_of(own)
    listing = f"//{parts.netloc}{_PAGE_PATH.sub('', parts.path).rstrip('/')}"
    for url in urls:
        if listing in url and url != own and written.search(url) and page_number(url) == wanted:  # cheapest first
            there = parts_of(url)
            if f"//{there.netloc}{_PAGE_PATH.sub('', there.path).rstrip('/')}" == listing:
                return url
    return None


def _says_next(text: str, phrases: frozenset[str]) -> bool:
    if not 0 < len(text) < _LONGEST_NEXT or text[0].lower() not in _NEXT_BEGINS:
        return False
    return text in phrases or folded(text) in phrases


def _by_rule(page: Page, site: Site, notes: Notes | None) -> str | None:
    for rule in rule_parts(site.next_page):
        found = page.select(rule) if isinstance(rule, str) else _asked(rule, page, site, notes)
        if isinstance(found, str):
            return page.absolute(found)
        for element in [found] if isinstance(found, Element) else list(found or ()):
            if url := _target(page, element):
                return url
    return None


def _asked(rule: RuleFunction, page: Page, site: Site, notes: Notes | None) -> Found:
    try:
        return rule(page)
    except Exception as error:  # a hand-written rule may do anything; without a next page the crawl still goes on
        if notes is not None:
            said = f"{site.id}: rule {rule_name(rule)} raised {type(error).__name__}: {error}"
            notes.problem("next_page", "rule_raised", clean(said)[:300])
        return None


def _target(page: Page, element: Element) -> str | None:
    url = _address(page, element.get("href") or "")
    return url if url and url != page.url else None


def bare(host: str) -> str:
    """Return a host without the www. before it."""
    return host.removeprefix("www.")


def _without_fragment(url: str) -> str:
    return url.split("#", 1)[0] if "#" in url else url
