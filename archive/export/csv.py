"""CSV (RFC 4180): one row per article, UTF-8, CRLF, a header line and nothing else that is not data.

Paragraphs of the body are parted by a blank line. Columns that hold several values have one per line, and the
photo columns keep step: line n of `photo_urls`, `captions` and `credits` is the same photo.
"""

import csv
from typing import Any, TextIO

from archive.export.selection import Selection, Written
from archive.record import Record

COLUMNS = (
    "id",
    "url",
    "site",
    "province",
    "province_now",
    "title",
    "lede",
    "body",
    "photo_urls",
    "captions",
    "credits",
    "published",
    "published_raw",
    "published_precision",
    "byline",
    "source",
    "section",
    "tags",
    "attachment_urls",
    "attachment_texts",
    "captured",
    "version",
    "layout",
    "fallback",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(selection: Selection, stream: TextIO, *, for_spreadsheet: bool = False) -> Written:
    """Write a row per article.

    `for_spreadsheet` begins with a byte order mark, by which Excel knows UTF-8, and puts ' before a cell that
    Excel would run as a formula (first character = + - @, tab or carriage return). It alters data: for people
    who open the file by hand, not for programs.
    """
    if for_spreadsheet:
        stream.write("\ufeff")
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    count = 0
    for record in selection.records():
        row = list(cells(record).values())
        writer.writerow([_guarded(cell) for cell in row] if for_spreadsheet else row)
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
    return "\n".join([" ".join(value.split()) if value else "" for value in values]) if values else ""


def _guarded(cell: object) -> object:
    return "'" + cell if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
