"""JSON: one array of articles in the shape of docs/cli.md, each on a line of its own, UTF-8."""

import json
from typing import TextIO

from archive.export.selection import Selection, Written


def write(selection: Selection, stream: TextIO) -> Written:
    """Write the array. An export of nothing is an empty one."""
    count = 0
    stream.write("[")
    for record in selection.records():
        stream.write((",\n" if count else "\n") + json.dumps(record, ensure_ascii=False))
        count += 1
    stream.write("\n]\n")
    return Written(count=count)
