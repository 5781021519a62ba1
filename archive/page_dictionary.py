"""The dictionary of a packed WARC file: a typical page of each of its sites.

Pages of one site and one time share their furniture, and one good page serves as well as many (docs/decisions/0011). A
file holds what one run kept, so its pages are of one time.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from archive.captures import exchange_of
from archive.warc_bytes import Source, Stretch
from archive.warc_record import plain_record
from archive.warc_zstd import ZstdDict, new_dictionary

_LARGEST = 8 * 1024 * 1024  # bytes of all pages in it: more costs time with each record, and memory with each reader
_LARGEST_PAGE = 160 * 1024  # bytes of a page that go into the dictionary
_LARGEST_HEAD = 4 * 1024
_SAMPLES = 40  # records that show how often each byte occurs
_LEAST_PAGES = 3  # of a site; below, there is nothing that one page could serve
_SITES = """
SELECT site_id FROM captures WHERE file = ? AND record_type = 'response' AND status = 200
GROUP BY site_id HAVING count(*) >= ? ORDER BY sum(payload_length) DESC, site_id
"""
_PAGES = """
SELECT offset, kind FROM captures WHERE file = ? AND site_id IS ? AND record_type = 'response' AND status = 200
ORDER BY payload_length, id
"""
_SPREAD = """
SELECT offset FROM (SELECT offset, row_number() OVER (ORDER BY offset) AS place, count(*) OVER () AS total
FROM captures WHERE file = ?) WHERE place % (1 + total / ?) = 0 ORDER BY offset
"""


def dictionary_for(path: Path, connection: sqlite3.Connection) -> ZstdDict | None:
    """Return a dictionary for a closed file by its captures, the same one each time; None if it has too few pages.

    Raises Damage and OSError when the file cannot be read.
    """
    sites = connection.execute(_SITES, (path.name, _LEAST_PAGES)).fetchall()
    content = b""
    with Source(path) as source:
        for (site,) in sites:
            page = _typical(source, connection.execute(_PAGES, (path.name, site)).fetchall())
            if len(page) + len(content) > _LARGEST:
                break
            content = page + content  # what lies near the end is reached by short distances: the largest site
        offsets = [offset for (offset,) in connection.execute(_SPREAD, (path.name, _SAMPLES))] if content else []
        samples = [raw for offset in offsets for raw in _raw(source, offset, records=3)]
    return new_dictionary(content, samples) if samples else None


def _typical(source: Source, rows: Sequence[tuple[int, str | None]]) -> bytes:
    """Return the page of middle size with its request and metadata; where pages come compressed, only their heads."""
    articles = [offset for offset, kind in rows if kind == "article"] or [offset for offset, _ in rows]
    offset = articles[len(articles) // 2]
    response, *others = _raw(source, offset, records=3)
    record = plain_record(response, offset=offset, length=0)
    exchange = exchange_of(record) if record else None
    if exchange and exchange.header("content-encoding"):
        response = response[: len(response) - len(exchange.entity)]
    return b"".join((*(other[:_LARGEST_HEAD] for other in others), response[:_LARGEST_PAGE]))


def _raw(source: Source, offset: int, *, records: int) -> Iterator[bytes]:
    """Yield so many records from an offset on, unpacked; fewer at the end of the file."""
    for _ in range(records):
        if offset >= source.end:
            return
        stretch = Stretch(source, offset)
        yield stretch.take(_LARGEST_PAGE * 2)
        stretch.drain()
        offset = stretch.end
