"""RIS (Research Information Systems, 2011 tags): one record per article, UTF-8, CRLF.

A name without a comma is taken as it stands by Zotero, EndNote and JabRef: nothing is inverted.
"""

from collections.abc import Iterator
from typing import TextIO

from archive.citation import Citation, one_line
from archive.export.selection import Selection, Written


def write(selection: Selection, stream: TextIO) -> Written:
    """Write a record per article, a blank line after each."""
    count = 0
    for one in selection.citations():
        stream.write(f"{entry(one)}\r\n\r\n")
        count += 1
    return Written(count=count)


def entry(one: Citation) -> str:
    """Return one record, from TY to ER, without a line end after it."""
    lines = ((tag, one_line(value)) for tag, value in _fields(one) if value)
    return "\r\n".join([*(f"{tag}  - {value}" for tag, value in lines), "ER  - "])


def _fields(one: Citation) -> Iterator[tuple[str, str | None]]:
    yield "TY", "NEWS" if one.kind == "newspaper" else "ELEC"
    yield "ID", one.key
    for name in one.authors:
        yield "AU", name.replace(",", ";")  # a comma would part a family name from a given one
    yield "TI", one.title
    yield "T2", one.site
    yield "AB", one.lede
    if one.published_day:
        yield "PY", one.published_day[:4]
        yield "DA", one.published_day.replace("-", "/")
    if one.captured_day:
        yield "Y2", one.captured_day.replace("-", "/")
    yield "UR", one.url
    yield "LA", one.language
    for tag in one.tags:
        yield "KW", tag
    yield "N1", one.evidence
