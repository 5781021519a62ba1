"""The one public door: `parse(url, body)` says what a page is and reads its article."""

from dataclasses import replace
from datetime import datetime

from parsers.addresses import parts_of, path_of
from parsers.article import Article, Kind, Link, Parsed, Problem
from parsers.cms import FAMILIES, recognise
from parsers.element_text import is_hidden
from parsers.fields import read_article
from parsers.kind import by_bytes, by_page, is_shell
from parsers.layout import Layout, rule_parts
from parsers.links import find_links
from parsers.page import Page
from parsers.rows import is_listing, with_days, with_texts
from parsers.rules import Notes, container_of, title_value
from parsers.site import Site
from parsers.sites import site_of
from parsers.tree import DEEPEST, Element

GENERIC = "generic"  # the name that stands for a layout where none was known
_LITTLE = 500  # characters of body; a page that reads so short, and lists articles, is doubted
_TITLE, _TITLES = 40, 5  # characters of a title that no menu has, and how many titles make a list
_MOST_MARKUP = 250_000  # "<" in one page; the fullest page known has 9,000
_TOO_DEEP = f"nested deeper than {DEEPEST} levels; what lies deeper is bare text, and beyond 2048 the page is cut"
_CUT = Problem(field="page", code="too_deep", message=_TOO_DEEP)
_ENDS_EARLY = "the page ends in the middle, and what followed is missing: fetch it, or save it, again"
_CUT_OFF = Problem(field="page", code="cut_off", message=_ENDS_EARLY)
_REASONS = {
    "attachment": "a file, not a page",
    "soft_404": "the site says that there is no such page",
    "blocked": "the site refuses access",
    "challenge": "a cookie challenge, not the page",
    "login": "a login form",
    "empty_shell": "no text: an empty page, or one that only scripts fill",
    "listing": "a list of articles",
}


def parse(
    url: str,
    body: bytes,
    *,
    content_type: str | None = None,
    captured: datetime | None = None,
    site: Site | str | None = None,
    generic: bool = False,
    list_page: int = 1,
) -> Parsed:
    """Read one page.

    In: its address, its bytes with content coding removed, the Content-Type header, the instant of capture
    (aware; breaks ties between layouts and resolves "2 giờ trước"), and the site, a value or an id, if it is not to
    be looked up by host. `generic` allows the reading that knows no site where no layout fits; what it gives is
    marked `fallback`. `list_page` is which page of a list this is, where that is not in its address (a posted page).
    Out: what the page is, its links, and an article only if it is an article page of a known
    layout; otherwise `problems` says why not. Any bytes may come in; nothing is raised for them. Raises
    `parsers.sites.BadSite` when a site module cannot be loaded.
    """
    known = site if isinstance(site, Site) else _look_up(site or url)
    site_id = known.id if known else None
    for one in known.json_lists if known else ():
        if (number := one.page_of(url, list_page)) is not None:
            return replace(one.read(url, body, number, content_type), site_id=site_id)
    kind = by_bytes(body, content_type)
    if kind:
        return Parsed(kind=kind, site_id=site_id, problems=(_not_article(kind, url),))
    if len(body) > _MOST_MARKUP and body.count(b"<") > _MOST_MARKUP:
        message = f"more than {_MOST_MARKUP} tags: no page that people read"
        return Parsed(
            kind="other", site_id=site_id, problems=(Problem(field="page", code="too_large", message=message),)
        )
    return _read(Page(url, body, content_type), known, captured, generic=generic, list_page=list_page)


def _read(page: Page, site: Site | None, captured: datetime | None, *, generic: bool, list_page: int) -> Parsed:
    site_id = site.id if site else None
    notes = Notes(site_id or "")
    links = find_links(page, site, notes, list_page=list_page)
    cut = (problem for problem, is_so in ((_CUT, page.is_cut), (_CUT_OFF, page.is_cut_off)) if is_so)
    besides = (*cut, *notes.problems)
    article, layout, problems = _first_that_fits(page, site, captured) if site else (None, None, ())
    kind = by_page(page, links, known=_length_shown(page, article))
    if kind:
        return Parsed(kind=kind, site_id=site_id, problems=(_not_article(kind, page.url), *besides), links=links)
    if article and site and layout and (doubt := _doubt(page, site, layout, article, links)):
        article, problems = None, (Problem(field="page", code=doubt[0], message=f"{page.url}: {doubt[1]}"),)
    name = layout.name if layout else None
    if article is None:
        links = with_texts(page, links)
        kind = _without_article(page, site, links)
        links = with_days(page, links) if kind == "listing" else links
        problems = (*problems, *_why_none(page, site, kind, given=bool(problems)))
        if generic and kind in ("other", "listing"):
            article, name = _generic(page, site, kind, captured), GENERIC
    return Parsed(
        kind="article" if article else kind or "other",
        article=article,
        site_id=site_id,
        layout=name if article else None,
        fallback=article is not None and name == GENERIC,
        problems=(*problems, *besides),
        links=links,
    )


def _length_shown(page: Page, article: Article | None) -> int:
    """Return how many characters of an article's body are visible on the page: none if its container is hidden."""
    if article is None or page.container is None:
        return 0
    around = (page.container, *page.container.iterancestors())
    return 0 if any(map(is_hidden, around)) else sum(map(len, article.body))


def _doubt(page: Page, site: Site, layout: Layout, article: Article, links: tuple[Link, ...]) -> tuple[str, str] | None:
    """Return a code and the reason why what was read as an article is none, if it is at no article's address.

    Contact pages, lists of documents and lists of articles often stand in the container of the articles, under a
    heading. An article's address, the page's own or its canonical one, proves that the page is none of these.
    """
    if page.container is None or _is_at_articles_address(page, site):
        return None
    if rule_parts(layout.published) and not any(map(str.isdigit, article.published_raw or "")):
        return "other", f"no article's address, and no date where {layout.name} has it"
    if site.has_article_addresses and not layout.probe and _is_list(page, page.container, article, links):
        return "listing", f"no article's address, and a list of articles where {layout.name} has its body"
    return None


def _is_at_articles_address(page: Page, site: Site) -> bool:
    canonical = page.first("link[rel=canonical]")
    own = (page.url, page.absolute(canonical.get("href") or "") if canonical is not None else None)
    return any(site.is_article_address(path_of(address)) for address in own if address)


def _is_list(page: Page, container: Element, article: Article, links: tuple[Link, ...]) -> bool:
    """Say whether a list of articles was read as one: a home page with a heading and a container of a common name.

    A layout with a probe is not doubted so: it proves its page whatever the address (Liferay shows articles at the
    addresses of sections). A list has its rows inside the container, or little text there and rows elsewhere.
    """
    if is_listing(with_texts(page, links, inside=container)):
        return True
    return sum(map(len, article.body)) < _LITTLE and is_listing(with_texts(page, links))


def _look_up(address: str) -> Site | None:
    return site_of(address) if parts_of(address) != parts_of("") else None


def _first_that_fits(
    page: Page, site: Site, captured: datetime | None
) -> tuple[Article | None, Layout | None, tuple[Problem, ...]]:
    """Choose the layout by evidence on the page; the day of capture only breaks ties: the nearest in time goes first."""
    day = captured.date() if captured else None
    layouts, problems = (site.layouts, ()) if site.layouts else _of_family(page, site)
    fitting = [layout for layout in layouts if page.layout_matches(layout)]
    missed: tuple[Problem, ...] = ()
    for layout in sorted(fitting, key=lambda one: one.days_from(day)):
        article, found = read_article(page, layout, captured=captured)
        named = tuple(replace(one, message=f"{site.id}/{layout.name}: {one.message}") for one in found)
        if article:
            return article, layout, (*problems, *named)
        missed += tuple(one for one in named if one.code != "missing")
    return None, None, missed


def _of_family(page: Page, site: Site) -> tuple[tuple[Layout, ...], tuple[Problem, ...]]:
    """Return the layouts of the CMS family that made the page, for a site whose design nobody has seen."""
    family = FAMILIES.get(recognise(page) or site.cms or "")
    if family is None:
        return (), ()
    message = f"{site.id} declares no layout: read with that of the family {family.name}, unverified here"
    return family.layouts, (Problem(field="page", code="family_layout", message=message),)


def _without_article(page: Page, site: Site | None, links: tuple[Link, ...]) -> Kind:
    if is_listing(links) or (site and site.listing and page.first(site.listing) is not None):
        return "listing"
    if site and site.layouts and not site.has_article_addresses and _lists_titles(links):
        return "listing"
    return "empty_shell" if is_shell(page) else "other"


def _lists_titles(links: tuple[Link, ...]) -> bool:
    """Say whether a page has many links as long as titles: a list, where it is not known how articles' addresses look."""
    return sum(len(link.text) >= _TITLE for link in links) >= _TITLES


def _why_none(page: Page, site: Site | None, kind: Kind, *, given: bool) -> tuple[Problem, ...]:
    """Say why a page that is not an error page gave no article: unknown site, drift, or simply none there."""
    if site is None:
        host = parts_of(page.url).netloc
        return (Problem(field="page", code="unknown_site", message=f"no site is known for {host or page.url!r}"),)
    if site.is_article_address(path_of(page.url)) and kind in ("other", "listing"):
        message = f"an article's address, but no layout of {site.id} fits: {_missing(page, site)}"
        return (Problem(field="page", code="drift" if site.layouts else "no_layout", message=message),)
    return () if given else (_not_article(kind, page.url),)


def _missing(page: Page, site: Site) -> str:
    """Say for each layout what was not on the page."""
    if not site.layouts:
        return "it declares none, and none of a CMS family does"
    return "; ".join(f"{layout.name} misses {', '.join(_missed(page, layout))}" for layout in site.layouts)


def _missed(page: Page, layout: Layout) -> list[str]:
    missing = [selector for selector in layout.probe if page.first(selector) is None]
    if missing:
        return missing
    notes = Notes(layout.name)
    if container_of(page, layout.body, notes) is None:
        return ["body"]
    return ["title"] if title_value(page, layout.title, notes) is None else ["text"]


def _generic(page: Page, site: Site | None, kind: Kind, captured: datetime | None) -> Article | None:
    """Read without a layout, but no listing, unless its address is an article's: such a page may have many links."""
    from parsers.generic import read_generic

    no_article = site is None or (site.has_article_addresses and not site.is_article_address(path_of(page.url)))
    if kind == "listing" and no_article:
        return None
    return read_generic(page, captured=captured)


def _not_article(kind: Kind, url: str) -> Problem:
    return Problem(field="page", code=kind, message=f"{url}: {_REASONS.get(kind, 'no article')}")
