"""CSL-JSON (csl-data.json, schema 1.0.2): one array of items, for Zotero, pandoc and citeproc.

Names are `literal`: a style prints them as they stand. Dates go to the day, as `date-parts` do.
"""

import json
from typing import Any, TextIO

from archive.citation import Citation
from archive.export.selection import Selection, Written


def write(selection: Selection, stream: TextIO) -> Written:
    """Write the array, one item on a line."""
    count = 0
    stream.write("[")
    for one in selection.citations():
        stream.write((",\n" if count else "\n") + json.dumps(item(one), ensure_ascii=False))
        count += 1
    stream.write("\n]\n")
    return Written(count=count)


def entry(one: Citation) -> str:
    """Return an array of one item, as programs that read CSL-JSON expect it."""
    return json.dumps([item(one)], ensure_ascii=False, indent=2)


def item(one: Citation) -> dict[str, Any]:
    """Return one article as a CSL item."""
    fields = {
        "id": one.key,
        "type": "article-newspaper" if one.kind == "newspaper" else "webpage",
        "title": one.title,
        "container-title": one.site,
        "author": [{"literal": name} for name in one.authors],
        "issued": _date(one.published_day),
        "accessed": _date(one.captured_day),
        "URL": one.url,
        "abstract": one.lede,
        "section": one.section,
        "keyword": ", ".join(one.tags),
        "language": one.language,
        "archive_location": one.record_id,
        "note": one.evidence,
    }
    return {name: value for name, value in fields.items() if value}


def _date(day: str | None) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [[int(part) for part in day.split("-")]]} if day else None
