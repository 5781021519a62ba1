"""The public JSON shape of an article and of a parsed page (docs: `tintinh parse --json`). Names are the glossary's."""

from dataclasses import asdict
from typing import Any, TypeAlias

from parsers.article import Article, Parsed
from parsers.provinces import province_now
from parsers.site import Site

Json: TypeAlias = dict[str, Any]


def article_dict(
    article: Article, url: str, site: Site | None, *, layout: str | None = None, fallback: bool = False
) -> Json:
    """Return an article in its public shape.

    In: the article, its address, its site (None for an unknown host), and how it was read. `id`, `captured` and
    `version` are None: only an archive knows them. What the page lacks is None, and an empty list for lists.
    """
    province = site.province if site else None
    return {
        "id": None,
        "url": url,
        "site": site.id if site else None,
        "province": province,
        "province_now": province_now(province),
        "title": article.title,
        "lede": article.lede,
        "body": list(article.body),
        "photos": [asdict(photo) for photo in article.photos],
        "published": article.published,
        "published_raw": article.published_raw,
        "published_precision": article.published_precision,
        "byline": article.byline,
        "source": article.source,
        "section": article.section,
        "tags": list(article.tags),
        "attachments": [asdict(attachment) for attachment in article.attachments],
        "captured": None,
        "version": None,
        "layout": layout,
        "fallback": fallback,
    }


def parsed_dict(parsed: Parsed, url: str, site: Site | None = None) -> Json:
    """Return what `tintinh parse` gives: kind, site, layout, fallback, problems, and the article or None.

    `site` is the site itself, for its province; without it the article's `province` is None.
    """
    article = parsed.article
    shape = article_dict(article, url, site, layout=parsed.layout, fallback=parsed.fallback) if article else None
    if shape:
        shape["site"] = parsed.site_id
    return {
        "kind": parsed.kind,
        "site": parsed.site_id,
        "layout": parsed.layout,
        "fallback": parsed.fallback,
        "problems": [asdict(problem) for problem in parsed.problems],
        "article": shape,
    }
