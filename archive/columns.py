"""An article's fields as the tables hold them: as columns, as JSON for a version, and as one digest."""

import hashlib
import json
import sqlite3
from typing import Any

from parsers.article import Article, Attachment, Photo, Provenance
from parsers.site import Site

TEXT_COLUMNS = (
    *("section", "title", "lede", "caption", "body", "published", "published_raw", "published_precision"),
    *("byline", "source", "dateline", "tags", "language"),
)


def text_columns(article: Article) -> dict[str, Any]:
    """Return the columns of `articles` that come from the page."""
    return {
        "section": article.section,
        "title": article.title,
        "lede": article.lede,
        "caption": "\n".join(photo.caption for photo in article.photos if photo.caption) or None,
        "body": "\n\n".join(article.body),
        "published": article.published,
        "published_raw": article.published_raw,
        "published_precision": article.published_precision,
        "byline": article.byline,
        "source": article.source,
        "dateline": article.dateline,
        "tags": json.dumps(article.tags, ensure_ascii=False),
        "language": article.language,
    }


def fields_of(article: Article) -> dict[str, Any]:
    """Return an article's fields as `versions.fields` holds them."""
    return {
        **{name: value for name, value in text_columns(article).items() if name in TEXT_COLUMNS},
        "photos": [shallow(one) for one in article.photos],
        "attachments": [shallow(one) for one in article.attachments],
    }


def fields_now(connection: sqlite3.Connection, identity: int) -> dict[str, Any]:
    """Return the fields of an article as they stand, as `versions.fields` holds them."""
    query = f"SELECT {', '.join(TEXT_COLUMNS)} FROM articles WHERE id = ?"
    row = connection.execute(query, (identity,)).fetchone()
    fields: dict[str, Any] = dict(zip(TEXT_COLUMNS, row, strict=True))
    for table, columns in (("photos", "url, caption, credit"), ("attachments", "url, text")):
        found = connection.execute(f"SELECT {columns} FROM {table} WHERE article_id = ? ORDER BY position", (identity,))
        fields[table] = [dict(zip(columns.split(", "), values, strict=True)) for values in found]
    return fields


def fields_digest(article: Article) -> str:
    """Return the sha256 over an article's extracted fields: equal digests are the same version, whatever the HTML does."""
    fields = shallow(article)
    for name in ("provenance", "published_raw"):  # the raw date text may hold a view counter
        del fields[name]
    fields |= {name: [shallow(one) for one in fields[name]] for name in ("photos", "attachments")}
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def shallow(value: Article | Photo | Attachment | Provenance) -> dict[str, Any]:
    """Return the fields of a value by name; dataclasses.asdict would walk through and copy what is in them."""
    return {name: getattr(value, name) for name in value.__slots__}


def put_parts(
    connection: sqlite3.Connection, identity: int, article: Article, site: Site, *, is_new: bool = False
) -> None:
    """Write photos, attachments and facets of an article anew. Of a new one there are none to take away."""
    for table in () if is_new else ("photos", "attachments", "facets"):
        connection.execute(f"DELETE FROM {table} WHERE article_id = ?", (identity,))
    connection.executemany(
        "INSERT INTO photos(article_id, position, url, caption, credit) VALUES (?, ?, ?, ?, ?)",
        [(identity, number, one.url, one.caption, one.credit) for number, one in enumerate(article.photos, 1)],
    )
    connection.executemany(
        "INSERT INTO attachments(article_id, position, url, text) VALUES (?, ?, ?, ?)",
        [(identity, number, one.url, one.text) for number, one in enumerate(article.attachments, 1)],
    )
    if article.section:
        connection.execute("INSERT INTO sections(name) VALUES (?) ON CONFLICT DO NOTHING", (article.section,))
    day = int(article.published[:10].replace("-", "")) if article.published else None  # 20200707: what search compares
    connection.execute(
        "INSERT INTO facets(article_id, site, province, section, day) SELECT ?, code, province_id, "
        "(SELECT id FROM sections WHERE name = ?), ? FROM sites WHERE id = ?",
        (identity, article.section, day, site.id),
    )
