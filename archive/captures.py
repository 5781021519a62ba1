"""Kept captures, read back from their WARC file as the exchanges they were."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from archive.errors import ArchiveError, NotFound
from archive.places import place_of, places
from archive.warc_random import OpenFiles
from archive.warc_reader import Damage, Record
from scraper.exchange import Exchange, Truncation
from scraper.message import read_response

_IDENTICAL = "/identical-payload-digest"
_FIRST_DAY = "0000-01-01"


def load(folder: Path, connection: sqlite3.Connection, capture_id: int, *, files: OpenFiles | None = None) -> Exchange:
    """Return a capture by its id. A revisit is given the payload it stands for. Raises NotFound and ArchiveError.

    `files` keeps the files open for the next capture.
    """
    if files is None:
        with OpenFiles(places(folder, connection)) as files:
            return load(folder, connection, capture_id, files=files)
    record, refers_to = _record(folder, connection, capture_id, files)
    exchange = exchange_of(record)
    if refers_to is not None and refers_to != capture_id:
        original = load(folder, connection, refers_to, files=files)
        exchange = with_payload_of(original, exchange, modified=_is_identical(record))
    return exchange


def _record(
    folder: Path, connection: sqlite3.Connection, capture_id: int, files: OpenFiles
) -> tuple[Record, int | None]:
    """Return a capture's record and what it refers to."""
    query = "SELECT file, offset, length, refers_to FROM captures WHERE id = ?"
    missing = ""
    while True:
        row = connection.execute(query, (capture_id,)).fetchone()
        if row is None:
            raise NotFound(f"there is no capture {capture_id} in this archive")
        file, offset, length, refers_to = row
        try:
            return files.record(file, offset, length), refers_to
        except FileNotFoundError as error:
            if file == missing:
                path = place_of(folder, connection, file).path
                raise ArchiveError(f"{path}: the file is not there; run: tintinh verify") from error
            missing = file  # `pack` may have moved the capture between our two looks
        except (Damage, OSError) as error:
            path = place_of(folder, connection, file).path
            raise ArchiveError(f"{path}, offset {offset}: {error}; run: tintinh verify") from error


def exchange_of(record: Record) -> Exchange:
    """Return the exchange that a response or revisit record holds. A revisit's entity is empty: it holds headers only."""
    message = read_response(record.block)
    truncated = None if _is_identical(record) else record.header("WARC-Truncated")
    if record.type == "response" and not truncated and message.status is not None and not message.complete:
        truncated = "unspecified"  # less came than was announced, although the writer did not say so
    return Exchange(
        url=record.url or "",
        started=instant_of(record.date) or datetime(1970, 1, 1, tzinfo=UTC),
        duration=0.0,
        response=record.block,
        entity=b"" if record.type == "revisit" else message.entity,
        status=message.status,
        headers=message.headers,
        ip=record.header("WARC-IP-Address"),
        protocols=tuple(value for name, value in record.headers if name.lower() == "warc-protocol"),
        truncated=cast("Truncation | None", truncated),
    )


def instant_of(date: str | None) -> datetime | None:
    """Return the instant of a WARC-Date (WARC 1.1 §5.4: from the year alone to nanoseconds), None for what is none."""
    if not date:
        return None
    padded = date if len(date) > 10 else date + _FIRST_DAY[len(date) :] if len(date) in (4, 7, 10) else ""
    if date.isdigit() and len(date) == 14:  # as ARC has it, and some early WARC
        padded = f"{date[:8]}T{date[8:]}Z"
    try:
        instant = datetime.fromisoformat(padded)
    except ValueError:
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def with_payload_of(original: Exchange, revisit: Exchange, *, modified: bool) -> Exchange:
    """Return a revisit with its payload: its own headers if the server sent the page again, else (304) the original's."""
    if modified:
        return replace(revisit, entity=original.entity)
    return replace(original, url=revisit.url, started=revisit.started)


def _is_identical(record: Record) -> bool:
    return record.type == "revisit" and (record.header("WARC-Profile") or "").endswith(_IDENTICAL)
