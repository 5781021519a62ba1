"""JSON Lines: one article per line in the shape of docs/cli.md, UTF-8, a line feed after each (https://jsonlines.org)."""

import json
from collections.abc import Iterable
from typing import TextIO

from archive.record import Record

# Legal inside JSON strings, but Python's splitlines() and some editors end a line there.
_LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def write(records: Iterable[Record], stream: TextIO, *, for_spreadsheet: bool = False) -> int:
    """Write the records and return their number. `for_spreadsheet` changes nothing: no spreadsheet opens this."""
    number = 0
    for record in records:
        stream.write(json.dumps(record, ensure_ascii=False).translate(_LINE_ENDS) + "\n")
        number += 1
    return number
