"""WARC, ARC and WACZ files as others make them, and a site whose pages they hold."""

import hashlib
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from archive.jobs import ingest_files
from parsers.layout import Layout
from parsers.site import Site
from tests.archive.crawling import article
from tests.archive.warc_samples import plain, response

SITE = Site(
    id="vidu",
    name="Báo Ví Dụ",
    province="Bình Thuận",
    kind="newspaper",
    hosts=("vidu.vn",),
    article_url=r"/bai-\d+\.html",
    layouts=(Layout(name="2026", title="h1", lede=".sapo", body="#noidung", published=".ngay"),),
)
HTML = "Content-Type: text/html; charset=utf-8"
FIRST, SECOND, THIRD = "Cảng cá ngày khai trương", "Cảng cá sau một năm", "Cảng cá nhìn lại"
PROFILE = "http://netpreserve.org/warc/1.1/revisit/"


def url(number: int = 1) -> str:
    return f"http://vidu.vn/bai-{number}.html"


def page(title: str = FIRST) -> bytes:
    return response(article(title).encode(), HTML)


def not_found() -> bytes:
    return response(b"none", HTML, status="404 Not Found")


def record(
    kind: str, number: int, block: bytes, *more: str, at: str = "2019-05-01T00:00:00Z", to: str | None = None
) -> bytes:
    """Return one record, unpacked. Its id ends in `number`, and so does its address unless `to` is given."""
    named = f"application/http; msgtype={'request' if kind == 'request' else 'response'}"
    head = "\n".join(
        [
            f"WARC-Type: {kind}",
            f"WARC-Record-ID: <{record_id(number)}>",
            f"WARC-Date: {at}",
            f"WARC-Target-URI: {to or url(number)}",
            f"Content-Type: {named}",
            *more,
        ]
    )
    return plain(head, block)


def record_id(number: int) -> str:
    return f"urn:uuid:00000000-0000-4000-8000-{number:012d}"


def payload_label(block: bytes) -> str:
    return "sha1:" + hashlib.sha1(block.partition(b"\r\n\r\n")[2]).hexdigest()


def member(data: bytes) -> bytes:
    return zlib.compress(data, 6, 31)


def write(path: Path, *records: bytes, packed: bool = True) -> Path:
    path.write_bytes(b"".join(map(member, records) if packed else records))
    return path


def arc(path: Path, pages: Sequence[tuple[str, str, bytes]], *, packed: bool, version: int = 1) -> Path:
    """Write an ARC file: (address, 14-digit date, HTTP response) each."""
    fields = "URL IP-address Archive-date Content-type Archive-length"
    about = f"{version} 0 Somebody\n{fields}\n".encode()
    more = "" if version == 1 else " 200 - - 0 x.arc"
    records = [b"filedesc://x.arc 0.0.0.0 20080101000000 text/plain%s %d\n%s\n" % (more.encode(), len(about), about)]
    for address, at, block in pages:
        head = f"{address} 203.113.131.1 {at} text/html{more} {len(block)}\n".encode()
        records.append(head + block + b"\n")
    return write(path, *records, packed=packed)


def wacz(path: Path, members: dict[str, bytes], *, compression: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        archive.writestr("datapackage.json", "{}")
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=compression)
    return path


def ingest(folder: Path, *paths: Path, **options: Any) -> dict[str, Any]:
    return ingest_files(folder, paths, sites={SITE.id: SITE}, **({"jobs": 1} | options))
