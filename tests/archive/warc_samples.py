"""Exchanges and WARC files for the tests of the WARC modules."""

import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archive.warc import Kept, WarcWriter
from scraper.exchange import Exchange

MOMENT = datetime(2026, 11, 22, 3, 0, 0, 123456, tzinfo=UTC)
REQUEST = b"GET /tin HTTP/1.1\r\nHost: a.vn\r\n\r\n"
PAGE = "<html><body><p>Xin chào Hà Tĩnh – tin tức</p></body></html>".encode() * 40
GZIPPED = zlib.compress(PAGE, 6, 31)


def response(body: bytes = PAGE, *headers: str, status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


def chunked(body: bytes, *headers: str, size: int = 50) -> bytes:
    lines = ["HTTP/1.1 200 OK", "Transfer-Encoding: chunked", *headers, "", ""]
    pieces = (body[at : at + size] for at in range(0, len(body), size))
    framed = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)
    return "\r\n".join(lines).encode() + framed + b"0\r\n\r\n"


def exchange(number: int = 0, **changes: Any) -> Exchange:
    values: dict[str, Any] = {
        "url": f"http://a.vn/tin-{number}",
        "started": MOMENT,
        "duration": 0.25,
        "request": REQUEST,
        "response": response(PAGE + b"%d" % number),
        "entity": PAGE + b"%d" % number,
        "status": 200,
        "ip": "203.113.131.1",
        "protocols": ("http/1.1", "tls/1.3"),
    }
    return Exchange(**(values | changes))


def writer(folder: Path, **options: Any) -> WarcWriter:
    return WarcWriter(folder, **({"prefix": "run", "software": "tintinh 0.1"} | options))


def written(folder: Path, count: int = 3, **options: Any) -> tuple[Path, list[Kept]]:
    """Write `count` captures into one closed file; return it and where they lie."""
    with writer(folder, **options) as warc:
        kept = [warc.keep(exchange(number)) for number in range(count)]
    return folder / kept[0].file, kept


def member(head: str, block: bytes, *, trailer: bytes = b"\r\n\r\n", length: int | None = None) -> bytes:
    """One gzip member with a record written by hand; `head` is the header without Content-Length."""
    return zlib.compress(plain(head, block, trailer=trailer, length=length), 6, 31)


def plain(head: str, block: bytes, *, trailer: bytes = b"\r\n\r\n", length: int | None = None) -> bytes:
    lines = ["WARC/1.1", *head.strip().splitlines(), f"Content-Length: {len(block) if length is None else length}"]
    return "\r\n".join([*lines, "", ""]).encode() + block + trailer


def head(kind: str = "response", number: int = 0, *more: str, url: str = "http://a.vn/hand") -> str:
    content_type = f"application/http; msgtype={kind}" if kind in ("response", "request") else "text/plain"
    return "\n".join(
        [
            f"WARC-Type: {kind}",
            f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>",
            "WARC-Date: 2026-11-22T03:00:00Z",
            f"WARC-Target-URI: {url}",
            f"Content-Type: {content_type}",
            *more,
        ]
    )
