"""JSON: one array of articles in the shape of docs/cli.md, each on a line of its own, UTF-8."""

from typing import TextIO

from archive.export.jsonl import lines
from archive.export.selection import Selection, Written


def write(selection: Selection, stream: TextIO) -> Written:
    """Write the array to the bytes below a stream. An export of nothing is an empty one."""
    count = 0
    stream.buffer.write(b"[")
    for line in lines(selection):
        stream.buffer.write((b",\n" if count else b"\n") + line)
        count += 1
    stream.buffer.write(b"\n]\n")
    return Written(count=count)
