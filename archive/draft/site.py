"""Drafting a site from one of its article pages: the family's layout where it fits, else a guessed one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from importlib import import_module
from urllib.parse import urlsplit

from archive.draft.address import article_url_of, id_of, is_local, kind_of, province_of
from archive.draft.body import is_list
from archive.draft.page import Places, guessed_layout, published_rule
from parsers.article import Parsed
from parsers.cms import FAMILIES, recognise
from parsers.cms.family import Family
from parsers.fields import read_article
from parsers.layout import Layout
from parsers.page import Page
from parsers.reading import parse
from parsers.rules import Notes, container_of, title_value
from parsers.site import Site
from parsers.text import clean


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A site as far as one page tells it.

    `family` is the CMS that made the page and `marker` what it was known by. `base` is the family's layout that read
    the page and `constant` its name in parsers.cms; both None where the layout was guessed. `parsed` is the page read
    with the draft.
    """

    site: Site
    parsed: Parsed
    family: str | None = None
    marker: str | None = None
    base: Layout | None = None
    constant: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """The page that a draft is made from: its address, bytes without content coding, Content-Type, day."""

    url: str
    body: bytes
    content_type: str | None = None
    captured: datetime | None = None


def bare_site(url: str) -> Site:
    """Return what an address alone tells of its site; no layout yet."""
    parts = urlsplit(url)
    host = parts.netloc.lower()
    return Site(
        id=id_of(host),
        name=host.removeprefix("www."),
        province=province_of(host),
        kind=kind_of(host),
        hosts=(host.removeprefix("www."),),
        seeds=(f"{parts.scheme}://{host}/",),
        local=is_local(host),
    )


def drafted(saved: Saved, site: Site, *, layout_name: str, since: str | None = None) -> Draft:
    """Complete a site with family, addresses and a layout, in use `since` a day; in the draft `parsed` says what that reads on the page.

    `parsed.article` is None, and the site without a layout, when nothing on the page could be taken for an article.
    """
    first = parse(saved.url, saved.body, content_type=saved.content_type, site=replace(site, article_url=None))
    if first.kind not in ("article", "listing", "other"):
        return Draft(site=site, parsed=first)
    page = Page(saved.url, saved.body, saved.content_type)
    family = FAMILIES.get(recognise(page) or "")
    known = _completed(page, site, family, saved.url)
    found = next(_family_layouts(page, family, layout_name), None) if family else None
    layout = found[0] if found else guessed_layout(page, name=layout_name)
    if layout is None or (found is None and is_list(page, str(layout.body))):
        return Draft(site=known, parsed=replace(first, kind="listing" if first.kind == "article" else first.kind))
    known = replace(known, layouts=(replace(layout, since=since),))
    parsed = parse(saved.url, saved.body, content_type=saved.content_type, captured=saved.captured, site=known)
    return Draft(
        site=known,
        parsed=parsed,
        family=family.name if family else None,
        marker=family.marker_on(page) if family else None,
        base=found[1] if found else None,
        constant=found[2] if found else None,
    )


def _completed(page: Page, site: Site, family: Family | None, url: str) -> Site:
    """Add what page and address say: family, the name the site gives itself, how addresses of articles look."""
    declared = page.first("meta[property='og:site_name']")
    own = clean(declared.get("content") or "") if declared is not None and site.name in site.hosts else ""
    parts = urlsplit(url)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    pattern = site.article_url or (family.article_url if family else None)
    fits = replace(site, article_url=pattern).is_article_address(path)
    return replace(
        site,
        name=own or site.name,
        cms=family.name if family else site.cms,
        article_url=pattern if fits else article_url_of(url),
    )


def _family_layouts(page: Page, family: Family, name: str) -> Iterator[tuple[Layout, Layout, str]]:
    """Yield the layouts of a family that read the page, with the original and its name, those that find a date first."""
    undated = []
    for base in family.layouts:
        constant = _constant(family, base)
        if constant is None or not page.layout_matches(base):
            continue
        layout = replace(base, name=name)
        article, _ = read_article(page, layout)
        if article and article.published:
            yield layout, base, constant
        elif article:
            undated.append((layout, base, constant))
    for layout, base, constant in undated:
        rule = _date_beside(page, layout)
        yield (replace(layout, published=rule) if rule else layout), base, constant


def _date_beside(page: Page, layout: Layout) -> str | None:
    notes = Notes(layout.name)
    body, title = container_of(page, layout.body, notes), title_value(page, layout.title, notes)
    if body is None or title is None or not title.elements:
        return None
    return published_rule(page, Places(title=title.elements[0], body=body[0]))


def _constant(family: Family, layout: Layout) -> str | None:
    """Return the name under which a family's module keeps a layout."""
    module = import_module(f"parsers.cms.{family.name}")
    return next((name for name, value in vars(module).items() if value is layout and name.isupper()), None)
