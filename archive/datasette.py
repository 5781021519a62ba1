"""What Datasette needs to know of an archive: which index serves which table, titles, labels, and a few queries.

https://docs.datasette.io/en/stable/metadata.html and full_text_search.html: `fts_table` on whatever people search in, and
`fts_pk` on every view. Without the second a search in a view finds nothing, and no error says so.
"""

from typing import Any

DATABASE = "archive"  # the name Datasette gives to archive.db

_RIGHTS = "The texts and photos belong to the sites they were published on."
_FOLDED = "replace(replace(:words, 'đ', 'd'), 'Đ', 'D')"
_SNIPPET = "snippet(articles_exact, -1, '«', '»', '…', 30)"
# The folded index holds d for đ, so its snippets would show words that nobody wrote. A letter stays at its place when it
# is folded: the text itself is shown from a little before the first hit.
_AROUND = "substr(news.body, max(1, instr(highlight(articles_folded, 3, char(2), ''), char(2)) - 60), 180)"
_FOUND = """
SELECT news.id, news.published, news.site, news.province_now, news.title, {shown} AS found
FROM {index} JOIN news ON news.id = {index}.rowid
WHERE {index} MATCH escape_fts({words}) ORDER BY {index}.rowid DESC LIMIT 100
"""
_PER_MONTH = """
SELECT day / 100 AS month, count(*) AS articles, sum(article_id IN (
  SELECT rowid FROM articles_exact WHERE articles_exact MATCH escape_fts(:words))) AS with_the_words
FROM facets WHERE day IS NOT NULL GROUP BY 1 ORDER BY 1
"""
_CHANGED = """
SELECT v.article_id, v.version, v.seen_until, json_extract(v.fields, '$.title') AS title_then, a.title AS title_now, a.url
FROM versions v JOIN articles a ON a.id = v.article_id ORDER BY v.seen_until DESC LIMIT 100
"""


def metadata() -> dict[str, Any]:
    """Return Datasette's metadata for any archive, as JSON can hold it."""
    return {
        "title": "Tin Tỉnh",
        "description": "News of Vietnam's provinces, kept by tintinh. The exact bytes of every page are in the WARC files.",
        "license": _RIGHTS,
        "databases": {DATABASE: {"tables": _tables(), "queries": _queries()}},
    }


def _tables() -> dict[str, dict[str, Any]]:
    exact = (
        "Searching takes each word with the accents typed. "
        '<a href="search_ignoring_accents?words=">Search ignoring accents</a>.'
    )
    return {
        "news": {
            "title": "Articles, with site and province in words",
            "description_html": exact,
            "fts_table": "articles_exact",
            "fts_pk": "id",
            "sort_desc": "id",
        },
        "articles": {
            "title": "Articles, one row each, as they stand now",
            "description_html": exact,
            "fts_table": "articles_exact",
            "fts_pk": "id",
            "label_column": "title",
            "sort_desc": "id",
        },
        "articles_plain": {
            "title": "The texts with d for đ, as the folded index reads them",
            "description": "Searching ignores accents; type d for đ.",
            "fts_table": "articles_folded",
            "fts_pk": "id",
        },
        "versions": {"title": "Articles as they stood before"},
        "photos": {"title": "Photos with caption and credit"},
        "captures": {"title": "Where the bytes of each visit lie", "sort_desc": "id"},
        "sites": {"title": "The sites", "label_column": "name"},
        "provinces": {"title": "Provinces until 30 June 2025, and the unit each is in now", "label_column": "name"},
        "sections": {"title": "Sections, as the sites name them", "label_column": "name"},
    }


def _queries() -> dict[str, dict[str, Any]]:
    return {
        "search": {
            "title": "Articles with these words, accents as typed",
            "sql": _FOUND.format(index="articles_exact", words=":words", shown=_SNIPPET).strip(),
        },
        "search_ignoring_accents": {
            "title": "Articles with these words, accents or not",
            "sql": _FOUND.format(index="articles_folded", words=_FOLDED, shown=_AROUND).strip(),
        },
        "per_month": {"title": "Articles a month, and how many hold these words", "sql": _PER_MONTH.strip()},
        "changed": {"title": "Articles that were changed after publication", "sql": _CHANGED.strip()},
    }
