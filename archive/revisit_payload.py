"""Revisits in files of others: which kept capture holds the payload that one stands for (WARC 1.1 §6.7)."""

import sqlite3
from datetime import timedelta
from pathlib import Path

from archive import store
from archive.captures import instant_of, load
from archive.digests import matches
from archive.errors import ArchiveError
from archive.foreign_capture import Refers, place_by_address
from scraper.address import BadAddress

_CANDIDATES = 20  # captures of the same address whose bytes are compared, where nothing but a digest tells


def original_of(folder: Path, connection: sqlite3.Connection, refers: Refers, key: str) -> int | None:
    """Return the capture that a revisit of the address `key` stands for: by id, by address and time, or by digest."""
    return _by_record(connection, refers) or _by_time(connection, refers) or _by_digest(folder, connection, refers, key)


def _by_record(connection: sqlite3.Connection, refers: Refers) -> int | None:
    row = connection.execute(
        "SELECT coalesce(refers_to, id) FROM captures WHERE record_id = ? AND (record_type = 'response' OR refers_to IS NOT NULL)",
        (refers.record_id,),
    ).fetchone()
    return row[0] if row else None


def _by_time(connection: sqlite3.Connection, refers: Refers) -> int | None:
    instant = instant_of(refers.date)
    if refers.url is None or refers.date is None or instant is None:
        return None
    try:
        key = place_by_address(refers.url, None)[1]
    except BadAddress:
        return None
    span = timedelta(0) if "." in refers.date else timedelta(microseconds=999_999)
    row = connection.execute(
        "SELECT coalesce(refers_to, id) FROM captures WHERE (key = ? OR url = ?) AND captured BETWEEN ? AND ? "
        "AND (record_type = 'response' OR refers_to IS NOT NULL) ORDER BY captured, id LIMIT 1",
        (key, refers.url, store.stamp(instant), store.stamp(instant + span)),
    ).fetchone()
    return row[0] if row else None


def _by_digest(folder: Path, connection: sqlite3.Connection, refers: Refers, key: str) -> int | None:
    if not refers.label:
        return None
    whole = "record_type = 'response' AND truncated IS NULL"
    query = f"SELECT id FROM captures WHERE payload_digest = ? AND {whole} ORDER BY id LIMIT 1"
    row = connection.execute(query, (refers.label,)).fetchone()
    if row:
        return int(row[0])
    query = f"SELECT id FROM captures WHERE key = ? AND {whole} ORDER BY captured DESC LIMIT {_CANDIDATES}"
    for (capture,) in connection.execute(query, (key,)).fetchall():
        try:
            if matches(refers.label, load(folder, connection, capture).entity):
                return int(capture)
        except ArchiveError:
            continue
    return None
