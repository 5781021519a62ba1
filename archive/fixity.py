"""Checking one WARC record by itself: header grammar, digests, and HTTP lengths (ISO 28500:2017, WARC 1.1)."""

import ipaddress
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

from archive.digests import matches, new_hash, read_label
from archive.warc_reader import Record, is_http_response
from scraper.message import Message, read_response

Level: TypeAlias = Literal["damage", "note"]

_MANDATORY = ("WARC-Type", "WARC-Record-ID", "WARC-Date", "Content-Length")  # §5.1
_WITH_URL = ("response", "resource", "request", "revisit", "conversion", "continuation")  # §5.6
_REPEATABLE = ("warc-concurrent-to", "warc-protocol")  # §5.7, and the common practice since 2024
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?Z)?)?)?", re.IGNORECASE)  # §5.4
_RECORD_ID = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]+>")  # §5.2: a URI in angle brackets
_UNUSUAL_URL = re.compile(r"[\s<>]")
_FLAWS = {
    "trailer": ("trailer", "the two line ends behind the record are cut or changed"),
    "newline": ("header", "lines of the WARC header end in LF, not CRLF"),
    "header_line": ("header", "a line of the WARC header is no field"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something a person should know about a file. `code` is stable, for counting; `message` one line.

    `level` is `damage`, or `note` for what is odd but loses nothing. `offset` is in bytes of the file;
    `url` and `capture_id` name the capture that is affected, where that is known.
    """

    file: str
    offset: int | None
    code: str
    message: str
    url: str | None = None
    capture_id: int | None = None
    level: Level = "damage"


def examine(record: Record, file: str, *, own: bool) -> Iterator[Finding]:
    """Yield what is wrong with one record; `file` is the name to report.

    `own` says that tintinh wrote it: then its payload digest must be the one over the entity. In foreign
    files the digest over the body with its chunk framing is accepted, with a note.
    """
    for code, message, level in (*_check_header(record), *_check_block(record), *_check_payload(record, own=own)):
        yield Finding(file=file, offset=record.offset, code=code, message=message, url=record.url, level=level)


_Problem: TypeAlias = tuple[str, str, Level]


def _check_header(record: Record) -> Iterator[_Problem]:
    if record.version == "ARC":  # its header is one line, and was read whole
        return
    for flaw in record.flaws:
        yield (*_FLAWS[flaw], "damage")
    names = [name.lower() for name, _ in record.headers]
    fields = {name.lower(): value for name, value in reversed(record.headers)}  # the first of several stays
    for name in _MANDATORY:
        if not fields.get(name.lower()):
            yield "header", f"{name} is missing", "damage"
    repeated = sorted({name for name in names if names.count(name) > 1}) if len(fields) < len(names) else ()
    for name in repeated:
        if name.startswith(("warc-", "content-")) and name not in _REPEATABLE:
            yield "header", f"{name} stands there {names.count(name)} times", "damage"
    yield from _check_values(record, fields)


def _check_values(record: Record, fields: Mapping[str, str]) -> Iterator[_Problem]:
    record_id, url, address = map(fields.get, ("warc-record-id", "warc-target-uri", "warc-ip-address"))
    if record_id and not _RECORD_ID.fullmatch(record_id):
        yield "header", f"WARC-Record-ID {record_id[:80]!r} is no address in angle brackets", "damage"
    if record.date and not _DATE.fullmatch(record.date):
        yield "header", f"WARC-Date {record.date[:80]!r} is no date", "damage"
    if address and not _is_address(address):
        yield "header", f"WARC-IP-Address {address[:80]!r} is no address", "damage"
    if record.type in _WITH_URL and not record.url:
        yield "header", "WARC-Target-URI is missing", "damage"
    if url and _UNUSUAL_URL.search(url):
        yield "unusual_url", "WARC-Target-URI holds spaces or stands in angle brackets", "note"
    if record.type == "revisit" and not fields.get("warc-profile"):
        yield "header", "WARC-Profile is missing", "damage"


def _check_block(record: Record) -> Iterator[_Problem]:
    label = record.header("WARC-Block-Digest")
    if not label:
        return
    same = matches(label, record.block)
    if record.block_digest is not None:
        wanted = read_label(label)
        same = None if wanted is None else record.block_digest == wanted[1]
    if same is None:
        yield _unreadable("WARC-Block-Digest", label)
    elif not same:
        yield "block_digest", "the bytes of the record are not those of WARC-Block-Digest", "damage"


def _check_payload(record: Record, *, own: bool) -> Iterator[_Problem]:
    if len(record.block) < record.block_length:
        yield "large", f"a block of {record.block_length} bytes: its payload was not checked", "note"
        return
    if record.header("WARC-Segment-Number"):  # §7: neither length nor digest speaks of one segment alone
        return
    message = read_response(record.block) if is_http_response(record) else None
    if message and message.status is not None and not message.complete and not record.header("WARC-Truncated"):
        yield "http_short", "the HTTP body is shorter than announced, and WARC-Truncated does not say so", "damage"
    label = record.header("WARC-Payload-Digest")
    if not label or record.type in ("revisit", "continuation"):  # the digest is that of another record's payload
        return
    entity, raw = _readings(record, message)
    same = matches(label, entity)
    if same is None:
        yield _unreadable("WARC-Payload-Digest", label)
    elif not same and raw != entity and matches(label, raw):
        level: Level = "damage" if own else "note"
        yield "payload_digest_raw", "WARC-Payload-Digest is over the body as sent, transfer coding included", level
    elif not same:
        yield "payload_digest", "the payload is not that of WARC-Payload-Digest", "damage"


def _readings(record: Record, message: Message | None) -> tuple[bytes, bytes]:
    """Return the payload in both readings: transfer coding removed, as §6.3.2 means it, and as it was sent."""
    if message:
        return message.entity, record.block[message.header_length :]
    if record.type == "request":
        _, blank, body = record.block.partition(b"\r\n\r\n")
        return (body, record.block) if blank else (record.block, record.block)
    return record.block, record.block


def _unreadable(name: str, label: str) -> _Problem:
    algorithm, _, value = label.partition(":")
    if value.strip() and new_hash(algorithm) is None:
        return "digest_unknown", f"{name} uses {algorithm[:40]!r}, which cannot be checked here", "note"
    return "header", f"{name} {label[:80]!r} is no digest", "damage"


@lru_cache(maxsize=1024)  # a file speaks of few servers
def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
