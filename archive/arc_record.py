"""One ARC record, read as a Record: the format of the Internet Archive before WARC, versions 1 and 2.

A record is one line, the block it announces, and a line end (Internet Archive, "ARC File Format", 1996). Version 1 has
address, IP, date, type, length; version 2 puts five more fields before the length. Addresses with spaces occur.
"""

import re

from archive.warc_bytes import Damage, Stretch
from archive.warc_record import Record, take_block

_LINE_LIMIT = 16 * 1024
ARC_LINE = re.compile(
    rb"(?P<url>[A-Za-z][A-Za-z0-9+.-]{1,20}:[^\r\n]{1,12000}?) +(?P<ip>\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*|-) +"
    rb"(?P<date>\d{8,18}) +(?P<type>[^ \r\n]*)(?P<rest>[^\r\n]*?) +(?P<length>[^ \r\n]*)\r?\n"
)
_HTTP_TYPE = "application/http; msgtype=response"


def begins_arc_record(stretch: Stretch) -> bool:
    """Say whether an ARC record comes next in a stretch."""
    start = stretch.peek(512)
    return bool(ARC_LINE.match(start)) or (b"\n" not in start and bool(ARC_LINE.match(stretch.peek(_LINE_LIMIT))))


def read_arc_record(stretch: Stretch, *, shared: bool, limit: int) -> Record:
    """Read the ARC record that comes next; `shared` says that it is not the first of its member. Raises Damage.

    `type` is warcinfo for the record that opens the file, response where the block is HTTP, else resource. `headers`
    are what a WARC record would say. There is no record id.
    """
    match = ARC_LINE.match(stretch.peek(_LINE_LIMIT))
    if match is None:
        raise Damage(stretch.start, "no ARC record begins here", code="junk")
    stretch.take(match.end())
    fields = {name: value.decode("utf-8", "replace").strip() for name, value in match.groupdict().items()}
    url, length = fields["url"], fields["length"]
    if not (length.isascii() and length.isdigit()) or len(length) > 18:
        reason = f"the length is {length[:40]!r}, not a number of bytes"
        raise Damage(stretch.start, reason, code="header", url=url)
    try:
        block, block_digest = take_block(stretch, int(length), limit, None)
        more = _end(stretch)
    except Damage as damage:
        damage.url = url
        raise
    shared = stretch.packed and (shared or more)
    kind = "warcinfo" if url.startswith("filedesc:") else "response" if block.startswith(b"HTTP/") else "resource"
    date = _iso(fields["date"])
    headers = [
        *(("WARC-Type", kind), ("WARC-Target-URI", url), ("WARC-Date", date)),
        *((("WARC-IP-Address", fields["ip"]),) if _told(fields["ip"]) else ()),
        ("Content-Type", _HTTP_TYPE if kind == "response" else fields["type"]),
    ]
    return Record(
        offset=stretch.start,
        length=0 if shared else stretch.end - stretch.start,
        version="ARC",
        type=kind,
        record_id=None,
        url=url,
        date=date,
        headers=tuple(headers),
        block=block,
        block_length=int(length),
        block_digest=block_digest,
        member_shared=shared,
    )


def _end(stretch: Stretch) -> bool:
    """Take the line end behind a record; say whether another record follows in the same stretch."""
    stretch.take_newlines()
    if stretch.at_end():
        return False
    if not begins_arc_record(stretch):
        stretch.drain()
        raise Damage(stretch.start, "the record does not end where its length says", code="content_length")
    return True


def _iso(digits: str) -> str:
    """Return a date of 8 to 18 digits, YYYYMMDDhhmmss, as WARC-Date."""
    padded = digits[:14].ljust(14, "0")
    day, hour = f"{padded[:4]}-{padded[4:6]}-{padded[6:8]}", f"{padded[8:10]}:{padded[10:12]}:{padded[12:14]}"
    return f"{day}T{hour}Z"


def _told(ip: str) -> bool:
    return ip not in ("-", "0.0.0.0")  # noqa: S104 -- what writers put where they knew no address
