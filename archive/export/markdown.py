"""A folder of Markdown files (CommonMark 0.31), one per article: the fields as YAML front matter, then the text.

Every value of the front matter is written as JSON, which is YAML too, so no title can break it. In the text every character
that CommonMark could read as markup is escaped (§2.4): it shows as the page had it.
"""

import json
import re
from pathlib import Path

from archive.export.file_names import path_of
from archive.export.selection import Selection, Written
from archive.record import Record

_FIELDS = (
    *("id", "url", "site", "province", "province_now", "title", "published", "published_precision", "byline", "source"),
    *("section", "tags", "captured", "version", "layout", "fallback"),
)
# YAML 1.2 §5.1 wants these escaped; json leaves them as they are.
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_MARKUP = re.compile(r"([\\`*_\[\]<>&#|~$!])")
_AT_START = re.compile(r"^(\d{1,9})([.)])(?=\s|$)|^([-+=:])")


def write(selection: Selection, folder: Path) -> Written:
    """Write one file per article in a folder per year."""
    count = 0
    for record in selection.records():
        path = folder / path_of(record["id"], record["title"], "md")
        path.parent.mkdir(exist_ok=True)
        path.write_text(page(record), encoding="utf-8", newline="")
        count += 1
    return Written(count=count)


def page(record: Record) -> str:
    """Return an article as one Markdown file."""
    front = [f"{name}: {_json(record[name])}" for name in _FIELDS if record[name] not in (None, [])]
    parts = ["\n".join(["---", *front, "---"]), f"# {escaped(record['title'])}"]
    if record["lede"]:
        parts.append(f"**{escaped(record['lede'])}**")
    for photo in record["photos"]:
        caption = escaped(photo["caption"] or "")
        parts.append(f"![{caption}]({_address(photo['url'])})")
        below = [caption, f"({escaped(photo['credit'])})" if photo["credit"] else ""]
        parts += [" ".join(filter(None, below))] if any(below) else []
    parts += [escaped(paragraph) for paragraph in record["body"]]
    parts += [f"[{escaped(each['text'])}]({_address(each['url'])})" for each in record["attachments"]]
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    """Return a text as one paragraph that shows as it is."""
    line = _MARKUP.sub(r"\\\1", " ".join(text.split()))
    return _AT_START.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", line)


def _address(url: str) -> str:
    """Return a link's target: in angle brackets nothing but these characters ends it."""
    return "<" + re.sub(r"[\s<>\\]", lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), url) + ">"


def _json(value: object) -> str:
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))
