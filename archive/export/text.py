"""A folder of plain texts for corpus tools: title, lede, body, captions, a blank line between paragraphs, UTF-8.

articles.csv says for each file what article it is: the columns of CSV without the body.
"""

import csv
from pathlib import Path

from archive.export.csv import COLUMNS, cells
from archive.export.file_names import path_of
from archive.export.selection import Selection, Written
from archive.record import Record

INDEX = "articles.csv"


def write(selection: Selection, folder: Path) -> Written:
    """Write one file per article in a folder per year, and the list of them."""
    count = 0
    names = [name for name in COLUMNS if name != "body"]
    with (folder / INDEX).open("w", encoding="utf-8", newline="") as stream:
        index = csv.writer(stream)
        index.writerow(["file", *names])
        for record in selection.records():
            path = path_of(record["id"], record["title"], "txt")
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_text(_text(record), encoding="utf-8", newline="")
            row = cells(record)
            index.writerow([path, *(row[name] for name in names)])
            count += 1
    return Written(count=count)


def _text(record: Record) -> str:
    captions = (photo["caption"] for photo in record["photos"])
    parts = (record["title"], record["lede"], *record["body"], *captions)
    return "\n\n".join(part for part in parts if part) + "\n"
