"""The one public door: `parse(url, body)` says what a page is and reads its article."""

from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from parsers.article import Article, Kind, Parsed, Problem
from parsers.fields import body_container, read_article, title_of
from parsers.kind import by_bytes, by_page, is_shell
from parsers.layout import Layout
from parsers.links import find_links, listing_rows
from parsers.page import Page
from parsers.site import Site
from parsers.sites import site_of

_ROWS_OF_A_LISTING = 3


def parse(
    url: str,
    body: bytes,
    *,
    content_type: str | None = None,
    captured: datetime | None = None,
    site: Site | str | None = None,
) -> Parsed:
    """Read one page.

    In: its address, its bytes with content coding removed, the Content-Type header, the instant of capture
    (aware; breaks ties between layouts and resolves "2 giờ trước"), and the site if it is not to be looked up by
    host. Out: what the page is, its links, and an article only if it is an article page of a known layout;
    otherwise `problems` says why not. Any bytes may come in; nothing is raised for them.
    """
    known = site if isinstance(site, Site) else site_of(site or url)
    site_id = known.id if known else None
    kind = by_bytes(body, content_type)
    if kind:
        return Parsed(kind=kind, site_id=site_id, problems=(_not_article(kind, url),))
    page = Page(url, body, content_type)
    links = find_links(page, known)
    kind = by_page(page)
    if kind:
        return Parsed(kind=kind, site_id=site_id, problems=(_not_article(kind, url),), links=links)
    if known is None:
        problem = Problem(
            field="page", code="unknown_site", message=f"no site is known for {urlsplit(url).netloc or url!r}"
        )
        return Parsed(kind=_without_article(page, known, listing_rows(links)), problems=(problem,), links=links)
    article, layout, problems = _first_that_fits(page, known, captured)
    if article and layout:
        return Parsed(
            kind="article", article=article, site_id=site_id, layout=layout.name, problems=problems, links=links
        )
    kind = _without_article(page, known, listing_rows(links))
    if known.is_article_address(_path(url)) and kind in ("other", "listing"):
        drift = Problem(
            field="page",
            code="no_layout",
            message=f"an article's address, but no layout of {known.id} fits: {_why(page, known)}",
        )
        problems = (*problems, drift)
    return Parsed(kind=kind, site_id=site_id, problems=problems or (_not_article(kind, url),), links=links)


def _first_that_fits(
    page: Page, site: Site, captured: datetime | None
) -> tuple[Article | None, Layout | None, tuple[Problem, ...]]:
    """Choose the layout by evidence on the page; the day of capture only breaks ties."""
    day = captured.date().isoformat() if captured else None
    fitting = [layout for layout in site.layouts if page.layout_matches(layout)]
    problems: tuple[Problem, ...] = ()
    for layout in sorted(fitting, key=lambda one: not one.covers(day)):
        page.taken, page.container = set(), None
        if body_container(page, layout) is None or title_of(page, layout) is None:
            continue
        article, found = read_article(page, layout, captured=captured)
        named = tuple(replace(one, message=f"{site.id}/{layout.name}: {one.message}") for one in found)
        if article:
            return article, layout, named
        problems += named
    return None, None, problems


def _without_article(page: Page, site: Site | None, rows: int) -> Kind:
    if rows >= _ROWS_OF_A_LISTING or (site and site.listing and page.first(site.listing) is not None):
        return "listing"
    return "empty_shell" if is_shell(page) else "other"


def _why(page: Page, site: Site) -> str:
    """Say for each layout what was not on the page."""
    if not site.layouts:
        return "it declares none"
    reasons = []
    for layout in site.layouts:
        missing = [selector for selector in layout.probe if page.first(selector) is None]
        if not missing:
            missing = (
                ["body"]
                if body_container(page, layout) is None
                else ["title"]
                if title_of(page, layout) is None
                else ["text"]
            )
        reasons.append(f"{layout.name} misses {', '.join(missing)}")
    return "; ".join(reasons)


def _path(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _not_article(kind: Kind, url: str) -> Problem:
    reasons = {
        "attachment": "a file, not a page",
        "soft_404": "the site says that there is no such page",
        "blocked": "the site refuses access",
        "challenge": "a cookie challenge, not the page",
        "login": "a login form",
        "empty_shell": "no text: an empty page, or one that only scripts fill",
        "listing": "a list of articles",
    }
    return Problem(field="page", code=kind, message=f"{url}: {reasons.get(kind, 'no article')}")
