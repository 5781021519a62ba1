"""JSON Lines: one article per line in the shape of docs/cli.md, UTF-8, a line feed after each (https://jsonlines.org).

SQLite makes the JSON, and its bytes go to the file as they are: decoding and encoding Vietnamese costs more than all the rest.
"""

import json
from collections.abc import Iterator
from typing import TextIO

from archive.export.selection import Selection, Written
from archive.record import FIELDS, PARTS

# Legal inside JSON strings, but Python's splitlines() and some editors end a line there. By first byte: that is rare in
# Vietnamese, and quickly looked for.
_LINE_ENDS = {b"\xc2": "\x85", b"\xe2": "\u2028\u2029"}
_NAMES = tuple(FIELDS)
_BODY = _NAMES.index("body")


def write(selection: Selection, stream: TextIO) -> Written:
    """Write the articles, as they come, to the bytes below a stream."""
    count = 0
    for line in lines(selection):
        stream.buffer.write(line + b"\n")
        count += 1
    return Written(count=count)


def lines(selection: Selection) -> Iterator[bytes]:
    """Yield each article as one line of JSON without an end."""
    for row in selection.rows(f"CAST({_member(name)} AS BLOB)" for name in _NAMES):
        line = b"{" + b",".join((*row[:_BODY], _paragraphs(row[_BODY]), *row[_BODY + 1 :])) + b"}"
        for first, characters in _LINE_ENDS.items():
            if first in line:
                for each in characters:
                    line = line.replace(each.encode(), b"\\u%04x" % ord(each))
        yield line


def _member(name: str) -> str:
    """Return SQL that gives a field as JSON with its name; the body as one string without."""
    value = f"json_quote({FIELDS[name]})"
    if name == "body":
        return value
    if name in PARTS:
        item = ", ".join(f"'{field}', {field}" for field in PARTS[name])
        ordered = f"SELECT * FROM {name} WHERE article_id = a.id ORDER BY position"
        value = f"(SELECT json_group_array(json_object({item})) FROM ({ordered}))"
    elif name == "tags":
        value = f"coalesce(json(nullif({FIELDS[name]}, '')), '[]')"
    elif name == "fallback":
        value = f"iif({FIELDS[name]}, 'true', 'false')"
    return f"""'"{name}":' || {value}"""


def _paragraphs(body: bytes) -> bytes:
    """Return the body as a list of paragraphs: in JSON the blank line between two of them reads as two escaped line feeds."""
    if body == b'""':
        return b'"body":[]'
    if b"\\\\" in body:  # only after an escaped backslash can \n be anything but a line feed
        return b'"body":' + json.dumps(json.loads(body).split("\n\n"), ensure_ascii=False).encode()
    return b'"body":[' + body.replace(b"\\n\\n", b'","') + b"]"
