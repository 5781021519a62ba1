"""Revisits that were kept before the capture whose payload they repeat: read when it has come."""

import sqlite3
from pathlib import Path

from archive import store
from archive.captures import exchange_of, load, with_payload_of
from archive.errors import ArchiveError
from archive.folder import transaction
from archive.foreign_capture import Sites, refers_of
from archive.ingest import read
from archive.places import Place, place_of
from archive.report import Report
from archive.revisit_payload import original_of
from archive.timeline import take_late
from archive.warc_reader import Damage, Record, read_at
from parsers.article import Parsed

UNRESOLVED = "unresolved_revisit"
_PENDING = (
    "SELECT c.id, c.key, c.captured, c.site_id, c.file, c.offset, c.length FROM captures c "
    "JOIN problems p ON p.capture_id = c.id AND p.code = ? WHERE c.refers_to IS NULL ORDER BY c.captured, c.id"
)


def resolve(folder: Path, connection: sqlite3.Connection, sites: Sites, report: Report) -> int:
    """Read every revisit whose payload is kept by now; what follows is as if it had been here from the start. Returns how many."""
    done = 0
    for capture, key, captured, site_id, file, offset, length in connection.execute(_PENDING, (UNRESOLVED,)).fetchall():
        record = _record(place_of(folder, connection, file), offset, length)
        original = original_of(folder, connection, refers_of(record), key) if record else None
        if record is None or original is None:
            continue
        try:
            first = load(folder, connection, original)
        except ArchiveError:
            continue
        own = exchange_of(record)
        exchange = with_payload_of(first, own, modified=own.status is not None)
        site = sites.get(site_id) if site_id else None
        parsed = read(exchange, site) if site else Parsed(kind="other")
        with transaction(connection):
            connection.execute(
                "UPDATE captures SET refers_to = ?, kind = ?, payload_length = ? WHERE id = ?",
                (original, parsed.kind, len(exchange.entity), capture),
            )
            connection.execute("DELETE FROM problems WHERE capture_id = ? AND code = ?", (capture, UNRESOLVED))
            row = store.Capture(id=capture, captured=captured)
            visit = take_late(connection, exchange, key, site, parsed, row)
        counts = report.sites[site_id or ""]
        counts.skipped[UNRESOLVED] -= 1
        counts.skipped += type(counts.skipped)()  # drops what came to nothing
        counts.outcomes[visit.outcome] += 1
        done += 1
    return done


def _record(place: Place, offset: int, length: int) -> Record | None:
    try:
        return read_at(place.path, offset, length, head=place.start)
    except (Damage, OSError):
        return None
