"""CSV (RFC 4180): one row per article, UTF-8, CRLF, a header line and nothing else that is not data.

Paragraphs of the body are parted by a blank line. Columns that hold several values have one per line, and the
photo columns keep step: line n of `photo_urls`, `captions` and `credits` is the same photo.
SQLite makes the cells, and their bytes go to the file as they are; every text is in quotes.
"""

import csv
import json
import sqlite3
from itertools import chain
from typing import Any, TextIO

from archive.export.selection import Selection, Written
from archive.record import FIELDS, Record

_LISTS = {
    "photo_urls": ("photos", "url"),
    "captions": ("photos", "caption"),
    "credits": ("photos", "credit"),
    "attachment_urls": ("attachments", "url"),
    "attachment_texts": ("attachments", "text"),
}
COLUMNS = tuple(
    chain.from_iterable([name for name, (table, _) in _LISTS.items() if table == field] or [field] for field in FIELDS)
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(selection: Selection, stream: TextIO, *, for_spreadsheet: bool = False) -> Written:
    """Write a row per article.

    `for_spreadsheet` begins with a byte order mark, by which Excel knows UTF-8, and puts ' before a cell that
    Excel would run as a formula (first character = + - @, tab or carriage return). It alters data: for people
    who open the file by hand, not for programs.
    """
    if for_spreadsheet:
        return _write_guarded(selection, stream)
    stream.buffer.write(",".join(COLUMNS).encode() + b"\r\n")
    _give_functions(selection.connection)
    count = 0
    for row in selection.rows(f"CAST({_cell(name)} AS BLOB)" for name in COLUMNS):
        stream.buffer.write(b",".join(row) + b"\r\n")
        count += 1
    return Written(count=count)


def _cell(name: str) -> str:
    """Return SQL that gives a cell as it stands in the file: text in quotes, a number and what is empty as they are."""
    if name in _LISTS:
        table, field = _LISTS[name]
        ordered = f"SELECT {field} AS value FROM {table} WHERE article_id = a.id ORDER BY position"
        text = f"(SELECT group_concat(tintinh_one_line(value), char(10)) FROM ({ordered}))"
    elif name == "tags":
        text = f"tintinh_tags({FIELDS[name]})"
    elif name == "fallback":
        return f"iif({FIELDS[name]}, 'true', 'false')"
    elif name in ("id", "version"):
        return str(FIELDS[name])
    else:
        text = str(FIELDS[name])
    return f"""coalesce('"' || replace(nullif({text}, ''), '"', '""') || '"', '')"""


def _give_functions(connection: sqlite3.Connection) -> None:
    """Let SQL call what it has no equal for. Once: SQLite refuses it again while a SELECT is open."""
    if not connection.execute("SELECT 1 FROM pragma_function_list WHERE name = 'tintinh_tags'").fetchone():
        connection.create_function("tintinh_one_line", 1, _one_line, deterministic=True)
        connection.create_function("tintinh_tags", 1, lambda tags: _lines(json.loads(tags or "[]")), deterministic=True)


def _write_guarded(selection: Selection, stream: TextIO) -> Written:
    stream.write("\ufeff")
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    count = 0
    for record in selection.records():
        writer.writerow([_guarded(cell) for cell in cells(record).values()])
        count += 1
    return Written(count=count)


def cells(record: Record) -> dict[str, Any]:
    """Return an article as one row: a value for each of COLUMNS, in their order."""
    photos, attachments = record["photos"], record["attachments"]
    return {
        "id": record["id"],
        "url": record["url"],
        "site": record["site"],
        "province": record["province"],
        "province_now": record["province_now"],
        "title": record["title"],
        "lede": record["lede"],
        "body": "\n\n".join(record["body"]),
        "photo_urls": _lines([photo["url"] for photo in photos]),
        "captions": _lines([photo["caption"] for photo in photos]),
        "credits": _lines([photo["credit"] for photo in photos]),
        "published": record["published"],
        "published_raw": record["published_raw"],
        "published_precision": record["published_precision"],
        "byline": record["byline"],
        "source": record["source"],
        "section": record["section"],
        "tags": _lines(record["tags"]),
        "attachment_urls": _lines([each["url"] for each in attachments]),
        "attachment_texts": _lines([each["text"] for each in attachments]),
        "captured": record["captured"],
        "version": record["version"],
        "layout": record["layout"],
        "fallback": "true" if record["fallback"] else "false",
    }


def _lines(values: list[str] | list[str | None]) -> str:
    return "\n".join([_one_line(value) for value in values]) if values else ""


def _one_line(value: str | None) -> str:
    return " ".join(value.split()) if value else ""


def _guarded(cell: object) -> object:
    return "'" + cell if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
