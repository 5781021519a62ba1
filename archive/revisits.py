"""Bytes that are kept already are not kept twice: which earlier record a revisit stands for (WARC 1.1 §6.7)."""

import sqlite3
from datetime import datetime

from archive.frontier import Entry
from archive.warc import Refers, warc_date
from archive.warc_compose import Profile
from scraper.exchange import Exchange


def known_payload(
    connection: sqlite3.Connection, exchange: Exchange, entry: Entry, payload_digest: str
) -> tuple[Refers | None, int | None]:
    """Return what a revisit record refers to, if these bytes are kept already (WARC 1.1 §6.7)."""
    if exchange.status == 304 and entry.capture_id is not None:
        row = connection.execute(
            "SELECT o.url, o.captured, o.record_id, o.id FROM captures c JOIN captures o ON o.id = coalesce(c.refers_to, c.id) "
            "WHERE c.id = ?",  # a revisit never refers to a revisit: players look for bytes there
            (entry.capture_id,),
        ).fetchone()
        return _refers(row, "server-not-modified")
    if exchange.status != 200 or exchange.truncated or not exchange.entity:
        return None, None
    row = connection.execute(
        "SELECT url, captured, record_id, id FROM captures WHERE payload_digest = ? AND record_type = 'response' "
        "AND truncated IS NULL ORDER BY id LIMIT 1",
        (payload_digest,),
    ).fetchone()
    return _refers(row, "identical-payload-digest")


def _refers(row: tuple[str, str, str, int] | None, profile: Profile) -> tuple[Refers | None, int | None]:
    if row is None:
        return None, None
    url, captured, record_id, capture_id = row
    return Refers(
        url=url, date=warc_date(datetime.fromisoformat(captured)), record_id=record_id, profile=profile
    ), capture_id
