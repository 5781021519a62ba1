"""JSON Lines: one article per line in the shape of docs/cli.md, UTF-8, a line feed after each (https://jsonlines.org)."""

import json
from typing import TextIO

from archive.export.selection import Selection, Written

# Legal inside JSON strings, but Python's splitlines() and some editors end a line there.
_LINE_ENDS = {character: f"\\u{ord(character):04x}" for character in "\x85\u2028\u2029"}


def write(selection: Selection, stream: TextIO) -> Written:
    """Write the articles as they come."""
    count = 0
    for record in selection.records():
        line = json.dumps(record, ensure_ascii=False)
        for character, spelt in _LINE_ENDS.items():
            if character in line:
                line = line.replace(character, spelt)
        stream.write(line + "\n")
        count += 1
    return Written(count=count)
