"""The addresses on a page that a crawl may want: articles, the next listing page, and the rest of the site."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl

from parsers.article import Link, LinkRole
from parsers.layout import Found, RuleFunction, rule_parts
from parsers.page import Page, parts_of, raw_text
from parsers.site import Site
from parsers.text import clean, folded
from parsers.tree import Element

_SAYS_NEXT = (
    "trang sau|sau|tiep|tiep theo|trang tiep|trang tiep theo|trang ke|trang ke tiep|ke tiep|xem trang sau"
    "|next|next page"
)
_NEXT_TEXTS = frozenset((*_SAYS_NEXT.split("|"), "›", "»", ">", ">>", "→"))
_LONGEST_NEXT = 20  # characters
_NEXT_BEGINS = frozenset("tsknx›»>→- ")
_INLINE = frozenset({"span", "b", "strong", "em", "i", "img", "font", "u", "small"})
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
_OWN_TITLE = 15  # characters: a link with fewer says "Xem thêm", not what the article is called


@dataclass(slots=True)
class _Anchor:
    """One `<a href>`: the element, its absolute address without fragment, and its clean text once asked for."""

    element: Element
    url: str
    known: str | None = None

    @property
    def text(self) -> str:
        """The clean text of the link."""
        if self.known is None:
            self.known = _text(self.element)
        return self.known


def find_links(page: Page, site: Site | None) -> tuple[Link, ...]:
    """Return the links of a page to its own site, each address once, in order, with their roles."""
    if page.root is None:
        return ()
    hosts = frozenset(_bare(host) for host in (site.hosts if site else (parts_of(page.url).netloc.lower(),)))
    own = page.url.split("#", 1)[0]
    anchors = _anchors(page)
    roles: dict[str, LinkRole] = {}
    texts: dict[str, str] = {}
    following = _next_among(page, site, anchors)
    if following:
        roles[following], texts[following] = "next", ""
    for anchor in anchors:
        url = anchor.url
        if url not in roles:
            host, slash, path = url.split("://", 1)[1].partition("/")
            if url == own or _bare(host.lower()) not in hosts:
                continue
            roles[url] = "article" if site and site.is_article_address(slash + path) else "other"
        elif texts.get(url) or roles[url] == "next":
            continue
        texts[url] = anchor.text[:200]
    return tuple(Link(url=url, role=role, text=texts[url]) for url, role in roles.items())


def next_page(page: Page, site: Site | None) -> str | None:
    """Return the address of the next listing page: by the site's rule, else by the usual marks, else by the numbers."""
    return None if page.root is None else _next_among(page, site, _anchors(page))


def page_number(url: str) -> int:
    """Return the number of a listing page by its address, 1 when it has none.

    Drupal counts from 0: there `?page=1` is the second page, and the link to it is found as page 2 would be.
    """
    parts = parts_of(url)
    for name, value in parse_qsl(parts.query[:_LONGEST_QUERY]):
        if _PAGE_KEYS.match(name) and value.isdecimal() and len(value) < 6:
            return int(value)
    match = _PAGE_PATH.search(parts.path)
    return int(match[1]) if match else 1


def listing_rows(links: tuple[Link, ...]) -> int:
    """Count the links to articles that carry a title of their own, not "Xem thêm"."""
    return sum(1 for link in links if link.role == "article" and len(link.text) > _OWN_TITLE)


def _anchors(page: Page) -> list[_Anchor]:
    assert page.root is not None
    seen: dict[str, str | None] = {}
    found = []
    for element in page.root.iter("a"):
        href = element.get("href")
        if not href:
            continue
        if href not in seen:
            url = page.absolute(href)
            seen[href] = url.split("#", 1)[0] if url else None
        if url := seen[href]:
            found.append(_Anchor(element, url))
    return found


def _text(anchor: Element) -> str:
    """Return the text of a link; most hold nothing or one inline element, which needs no walk."""
    if len(anchor) == 0:
        return clean(anchor.text or "")
    child = anchor[0]
    if len(anchor) == 1 and len(child) == 0 and child.tag in _INLINE:
        return clean(f"{anchor.text or ''}{child.text or ''}{child.tail or ''}")
    return clean(raw_text(anchor))


def _next_among(page: Page, site: Site | None, anchors: list[_Anchor]) -> str | None:
    if site and rule_parts(site.next_page):
        return _by_rule(page, site)
    for mark in _NEXT_MARKS:
        for element in page.select(mark):
            if url := _target(page, element):
                return url
    own = page.url.split("#", 1)[0]
    others = [anchor for anchor in anchors if anchor.url != own]
    for anchor in others:
        if len(anchor.element) < 3 and len(anchor.element.text or "") < 100 and _says_next(anchor.text):
            return anchor.url
    wanted = page_number(own) + 1
    written = re.compile(rf"(?<!\d){wanted}(?!\d)")
    for anchor in others:
        url = anchor.url
        if written.search(url) and page_number(url) == wanted and _same_listing(url, own):
            return url
    return None


def _says_next(text: str) -> bool:
    if not 0 < len(text) < _LONGEST_NEXT or text[0].lower() not in _NEXT_BEGINS:
        return False
    return text in _NEXT_TEXTS or folded(text) in _NEXT_TEXTS


def _same_listing(one: str, other: str) -> bool:
    a, b = parts_of(one), parts_of(other)
    return a.netloc == b.netloc and _PAGE_PATH.sub("", a.path).rstrip("/") == _PAGE_PATH.sub("", b.path).rstrip("/")


def _by_rule(page: Page, site: Site) -> str | None:
    for rule in rule_parts(site.next_page):
        found = page.select(rule) if isinstance(rule, str) else _asked(rule, page)
        if isinstance(found, str):
            return page.absolute(found)
        for element in [found] if isinstance(found, Element) else list(found or ()):
            if url := _target(page, element):
                return url
    return None


def _asked(rule: RuleFunction, page: Page) -> Found:
    try:
        return rule(page)
    except Exception:  # a hand-written rule may do anything; without a next page the crawl still goes on
        return None


def _target(page: Page, element: Element) -> str | None:
    url = page.absolute(element.get("href") or "")
    url = url.split("#", 1)[0] if url else None
    return url if url and url != page.url else None


def _bare(host: str) -> str:
    return host.removeprefix("www.")
