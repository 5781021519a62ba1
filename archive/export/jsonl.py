"""JSON Lines: one article per line in the shape of docs/cli.md, UTF-8, a line feed after each (https://jsonlines.org)."""

import json
import re
from typing import TextIO

from archive.export.selection import Selection, Written

# Legal inside JSON strings, but Python's splitlines() and some editors end a line there.
_LINE_END = re.compile("[\x85\u2028\u2029]")


def write(selection: Selection, stream: TextIO) -> Written:
    """Write the articles as they come."""
    count = 0
    for record in selection.records():
        stream.write(_LINE_END.sub(_spelt, json.dumps(record, ensure_ascii=False)) + "\n")
        count += 1
    return Written(count=count)


def _spelt(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
