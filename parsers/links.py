"""The addresses on a page that a crawl may want: articles, the next listing page, and the rest of the site."""

import re
from urllib.parse import parse_qsl, urlsplit

from parsers.article import Link
from parsers.layout import rule_parts
from parsers.page import Element, Page, text_of
from parsers.site import Site
from parsers.text import folded

_NEXT_TEXTS = frozenset(
    {
        "trang sau",
        "sau",
        "tiep",
        "tiep theo",
        "trang tiep",
        "trang ke",
        "ke tiep",
        "next",
        "next page",
        "xem trang sau",
        "›",
        "»",
        ">",
        ">>",
    }
)
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


def find_links(page: Page, site: Site | None) -> tuple[Link, ...]:
    """Return the links of a page to its own site, each address once, in order, with their roles."""
    if page.root is None:
        return ()
    hosts = frozenset(_bare(host) for host in site.hosts) if site else frozenset({_bare(urlsplit(page.url).netloc)})
    own = page.url.split("#", 1)[0]
    found: dict[str, Link] = {}
    following = next_page(page, site)
    if following:
        found[following] = Link(url=following, role="next")
    for anchor in page.root.iter("a"):
        href = anchor.get("href")
        url = page.absolute(href) if href else None
        if not url:
            continue
        url = url.split("#", 1)[0]
        rest = url.split("://", 1)[1]
        host, slash, path = rest.partition("/")
        if url == own or _bare(host.lower()) not in hosts:
            continue
        role = "article" if site and site.is_article_address(slash + path) else "other"
        known = found.get(url)
        if known is None or (not known.text and role == known.role):
            found[url] = Link(
                url=url, role=known.role if known else role, text=" ".join("".join(anchor.itertext()).split())[:200]
            )
    return tuple(found.values())


def next_page(page: Page, site: Site | None) -> str | None:
    """Return the address of the next listing page: by the site's rule, else by the usual marks, else by the numbers."""
    if site and rule_parts(site.next_page):
        return _by_rule(page, site)
    for mark in _NEXT_MARKS:
        for element in page.select(mark):
            if url := _target(page, element):
                return url
    anchors = page.select("a[href]")
    for anchor in anchors:
        if (
            len(anchor) < 3
            and (text := "".join(anchor.itertext()).strip())
            and len(text) < 20
            and (text in _NEXT_TEXTS or folded(text) in _NEXT_TEXTS)
        ):
            if url := _target(page, anchor):
                return url
    wanted = page_number(page.url) + 1
    for anchor in anchors:
        url = _target(page, anchor)
        if url and page_number(url) == wanted and _same_listing(url, page.url):
            return url
    return None


def page_number(url: str) -> int:
    """Return the number of a listing page by its address, 1 when it has none. Drupal counts from 0: `?page=1` is its 2nd page."""
    parts = urlsplit(url)
    for name, value in parse_qsl(parts.query):
        if _PAGE_KEYS.match(name) and value.isdecimal() and len(value) < 6:
            return int(value)
    match = _PAGE_PATH.search(parts.path)
    return int(match[1]) if match else 1


def _same_listing(one: str, other: str) -> bool:
    a, b = urlsplit(one), urlsplit(other)
    return a.netloc == b.netloc and _PAGE_PATH.sub("", a.path).rstrip("/") == _PAGE_PATH.sub("", b.path).rstrip("/")


def _by_rule(page: Page, site: Site) -> str | None:
    for rule in rule_parts(site.next_page):
        found = page.select(rule) if isinstance(rule, str) else rule(page)
        if isinstance(found, str):
            return page.absolute(found)
        for element in [found] if isinstance(found, Element) else list(found or ()):
            if url := _target(page, element):
                return url
    return None


def _target(page: Page, element: Element) -> str | None:
    url = page.absolute(element.get("href") or "")
    return url if url and url != page.url else None


def _bare(host: str) -> str:
    return host.removeprefix("www.")


def listing_rows(links: tuple[Link, ...]) -> int:
    """Count the links to articles that carry a title of their own, not "Xem thêm"."""
    return sum(1 for link in links if link.role == "article" and len(link.text) > 15)
