"""Reading a page of which no layout is known: JSON-LD, OpenGraph, `<h1>`, and the container with the most paragraphs.

It is a layout like any other, with functions for rules, but what it gives is a guess and marked `fallback`.
"""

from collections import defaultdict
from dataclasses import replace
from datetime import datetime

from parsers.article import Article
from parsers.element_text import text_of
from parsers.fields import read_article
from parsers.layout import Layout
from parsers.linked_data import news_article
from parsers.names import signature
from parsers.page import Page
from parsers.pictures import outside
from parsers.rules import is_box_heading
from parsers.text import folded
from parsers.tree import Element

_FURNITURE = ("nav", "aside", "footer", "form", "[class*=related]", "[class*=lien-quan]", "[class*=share]")
_LEAST_TEXT = 200  # characters in paragraphs; a page with fewer is no article that can be told from a list
_MOST_LINKS = 0.3  # share of a paragraph's text inside links; more is a list of links
_MOST = 5000  # paragraphs weighed


def read_generic(page: Page, *, captured: datetime | None = None) -> Article | None:
    """Return the article of a page without a layout, each field marked `fallback`; None if the page looks like none."""
    if not (news_article(page) or _declares_article(page) or _title(page) is not None):
        return None
    article, _ = read_article(page, GENERIC, captured=captured)
    if article is None or sum(map(len, article.body)) < _LEAST_TEXT:
        return None
    return replace(article, provenance=tuple(replace(one, fallback=True) for one in article.provenance))


def _declares_article(page: Page) -> bool:
    return page.first("meta[property='og:type'][content=article]") is not None


def _title(page: Page) -> Element | None:
    """Return the `<h1>` that the page's own names for itself confirm; a logo or a section's name is not confirmed."""
    names = [news_article(page).get("headline", "")]
    names += [meta.get("content") or "" for meta in page.select("meta[property='og:title']")[:3]]
    names += [text_of(title) for title in page.select("title")[:1]] or [""]
    known = [folded(name) for name in names if name]
    for heading in page.select("h1")[:20]:
        text = folded(text_of(heading))
        if len(text) > 10 and not is_box_heading(text) and any(text in name or name in text for name in known):
            return heading
    return None


def _headline(page: Page) -> str | None:
    return news_article(page).get("headline")


def _date(page: Page) -> str | None:
    return news_article(page).get("datePublished")


def _lede(page: Page) -> Element | None:
    """Return the paragraph that the page describes itself with. A description that stands nowhere on it is no lede."""
    texts = [news_article(page).get("description", "")]
    for selector in ("meta[property='og:description']", "meta[name=description]"):
        texts += [meta.get("content") or "" for meta in page.select(selector)[:1]]
    wanted = {folded(text) for text in texts if len(text) > 40}
    if page.root is None or not wanted:
        return None
    for block in page.select("p, h2, h3, .sapo, .lead, .summary")[:500]:
        if folded(text_of(block)) in wanted:
            return block
    return None


def _container(page: Page) -> Element | None:
    """Return the element whose own paragraphs hold the most text, leaving out those that are mostly links."""
    if page.root is None:
        return None
    weights: dict[Element, int] = defaultdict(int)
    body = page.root.find("body")
    furniture = {one for selector in _FURNITURE for one in page.select(selector)}
    shut = outside(page.root if body is None else body, lambda one: one in furniture)
    for paragraph in page.select("p")[:_MOST]:
        parent = paragraph.getparent()
        if parent is None or len(paragraph) > _MOST or shut(paragraph):
            continue
        length = len(text_of(paragraph))
        linked = sum(len(text_of(link)) for link in paragraph.iter("a"))
        if length and linked <= length * _MOST_LINKS:
            weights[parent] += length
    best = max(weights, key=lambda one: weights[one], default=None)
    return best if best is not None and weights[best] >= _LEAST_TEXT else None


GENERIC = Layout(
    name="generic",
    title=(_title, _headline, "meta[property='og:title']"),
    lede=_lede,
    body=_container,
    published=(
        _date,
        "meta[property='article:published_time']",
        "meta[itemprop=datePublished]",
        "time[datetime]::attr(datetime)",
    ),
    byline=signature(),
    drop=_FURNITURE,
)
