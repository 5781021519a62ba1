"""A small archive in memory for the tests of search and export: its articles are rows, not crawled pages."""

import json
import sqlite3
from pathlib import Path
from typing import Any

from archive import schema

PROVINCES = (
    (1, "Bình Thuận", "Lâm Đồng"),
    (2, "Lâm Đồng", "Lâm Đồng"),
    (3, "Hòa Bình", "Phú Thọ"),
    (4, "Bà Rịa - Vũng Tàu", "TP. Hồ Chí Minh"),
)
SITES = (
    (1, "baovidu", "Báo Ví Dụ", "newspaper", 1),
    (2, "congvidu", "Cổng Ví Dụ", "portal", 2),
    (3, "tinhuyvidu", "Tỉnh ủy Ví Dụ", "party", 3),
)


def new_archive(path: Path | str = ":memory:") -> sqlite3.Connection:
    """Return a connection to an empty archive with four provinces and three sites."""
    connection = sqlite3.connect(path)
    schema.upgrade(connection)
    connection.execute("PRAGMA recursive_triggers = ON")
    connection.executemany("INSERT INTO provinces(id, name, name_now) VALUES (?, ?, ?)", PROVINCES)
    connection.executemany(
        "INSERT INTO sites(code, id, name, kind, province_id, hosts) VALUES (?, ?, ?, ?, ?, '[]')", SITES
    )
    connection.execute(
        "INSERT INTO captures(id, url, key, captured, record_type, record_id, file, offset, length)"
        " VALUES (1, 'http://a/', 'a', '2020-07-08T01:02:03Z', 'response', 'r1', 'f', 0, 1)"
    )
    connection.execute("INSERT INTO sections(id, name) VALUES (1, 'Thời sự')")
    connection.commit()
    return connection


def add(connection: sqlite3.Connection, article_id: int, *, site: int = 1, **fields: Any) -> int:
    """Insert an article with what is given and what the tables demand; return its id."""
    photos = fields.pop("photos", ())
    attachments = fields.pop("attachments", ())
    day = fields.pop("day", article_id // 100_000)
    section = fields.pop("section_code", None)
    code, site_id, _, _, province = SITES[site - 1]
    row = {
        "id": article_id,
        "key": f"key-{article_id}",
        "url": f"https://baovidu.vn/{article_id}.html",
        "site_id": site_id,
        "title": "Tin",
        "body": "",
        "published": f"{str(day)[:4]}-{str(day)[4:6]}-{str(day)[6:]}" if day else None,
        "caption": "\n".join(caption for _, caption, _ in photos if caption) or None,
        "tags": json.dumps(fields.pop("tags", [])),
        "first_seen": "2020-07-08T01:02:03Z",
        "last_seen": "2020-07-08T01:02:03Z",
        "capture_id": 1,
        "layout": "2020",
        "parser": "1",
        "fields_digest": "d",
        "provenance": "[]",
    } | fields
    columns = ", ".join(row)
    connection.execute(f"INSERT INTO articles({columns}) VALUES ({', '.join('?' * len(row))})", tuple(row.values()))
    connection.execute("INSERT INTO facets VALUES (?, ?, ?, ?, ?)", (article_id, code, province, section, day))
    for position, photo in enumerate(photos):
        connection.execute("INSERT INTO photos VALUES (?, ?, ?, ?, ?)", (article_id, position, *photo))
    for position, attachment in enumerate(attachments):
        connection.execute("INSERT INTO attachments VALUES (?, ?, ?, ?)", (article_id, position, *attachment))
    connection.commit()
    return article_id


def check_indexes(connection: sqlite3.Connection) -> None:
    """Compare both full-text indexes with the text; SQLite looks at the text only with rank 1."""
    for table in ("articles_exact", "articles_folded"):
        connection.execute(f"INSERT INTO {table}({table}, rank) VALUES ('integrity-check', 1)")
    connection.commit()
