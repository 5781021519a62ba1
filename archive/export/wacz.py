"""WACZ 1.1.1 (https://specs.webrecorder.net/wacz/1.1.1/): WARC, index and page list in one file for ReplayWeb.page.

The pages are the articles. The index is compressed in blocks, with a second index of the blocks, so that a player reads
only what it needs of a large file. The same input gives the same file: it bears no date but those of the captures.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from itertools import islice
from typing import IO, Any, TextIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from archive.export.captures import CaptureSelection
from archive.export.cdxj import SortedLines, cdxj_line
from archive.export.selection import Written
from archive.export.warc import warc_members
from archive.gzip_member import gzip_member
from archive.record import Record, iter_articles
from archive.version import tool_version

_WARC = "data.warc.gz"
_BLOCK = 1024  # lines of the index in one gzip member, as ArchiveWeb.page has it
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first instant that a zip file can hold
# Players that find no extra field in the directory of a zip file take it that there is none before the file either, but a
# file of unknown size has one there. This one says nothing (Info-ZIP's "extended timestamp" without a time).
_NO_TIMES = b"UT\x01\x00\x00"
_CAPTURE_OF = "SELECT c.url, c.captured FROM articles a JOIN captures c ON c.id = a.capture_id WHERE a.id = ?"


class _Entry:
    """One file of the package while it is written: its bytes are counted and hashed on their way."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._sha256 = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        """Write bytes and return their number."""
        self._stream.write(data)
        self._sha256.update(data)
        self.size += len(data)
        return len(data)

    @property
    def hash(self) -> str:
        """The digest so far, as a package names it."""
        return "sha256:" + self._sha256.hexdigest()


class _Package:
    """The zip file and what it holds so far."""

    def __init__(self, zipped: ZipFile) -> None:
        self._zipped = zipped
        self.resources: list[dict[str, Any]] = []

    @contextmanager
    def entry(self, path: str, *, compressed: bool = True) -> Iterator[_Entry]:
        """Give something to write one file to; what is compressed already is stored."""
        info = ZipInfo(path, _LONG_AGO)
        info.compress_type = ZIP_DEFLATED if compressed else ZIP_STORED
        info.external_attr, info.extra = 0o644 << 16, _NO_TIMES
        with self._zipped.open(info, "w", force_zip64=True) as stream:
            made = _Entry(stream)
            yield made
        name = path.rpartition("/")[2]
        self.resources.append({"name": name, "path": path, "hash": made.hash, "bytes": made.size})


def write(chosen: CaptureSelection, stream: TextIO) -> Written:
    """Write the package to the bytes below a stream."""
    number = 0
    with ZipFile(stream.buffer, "w") as zipped, closing(SortedLines()) as lines:
        package = _Package(zipped)
        with package.entry(f"archive/{_WARC}", compressed=False) as warc:
            for capture, offset, length in warc_members(chosen, warc, name=_WARC):
                lines.add(cdxj_line(capture, offset, length, _WARC))
                number += 1
        _write_index(package, lines)
        with package.entry("pages/pages.jsonl") as pages:
            pages.write(_line({"format": "json-pages-1.0", "id": "pages", "title": "Articles", "hasText": True}))
            for article in iter_articles(chosen.connection, chosen.articles()):
                pages.write(_line(_page(chosen, article)))
        _write_description(package, chosen)
    return Written(count=number, what="captures")


def _write_index(package: _Package, lines: Iterable[bytes]) -> None:
    """Write the index in compressed blocks, then the index of the blocks: the first key of each and where it lies."""
    blocks, end, remaining = [], 0, iter(lines)
    with package.entry("indexes/index.cdx.gz", compressed=False) as index:
        while block := list(islice(remaining, _BLOCK)):
            member = gzip_member(b"".join(block))
            place = {"offset": end, "length": len(member), "digest": f"sha256:{hashlib.sha256(member).hexdigest()}"}
            blocks.append(block[0].partition(b" {")[0] + b" " + _line(place))
            end += index.write(member)
    with package.entry("indexes/index.idx") as index:
        index.write(b"!meta 0 " + _line({"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}))
        index.write(b"".join(blocks))


def _page(chosen: CaptureSelection, article: Record) -> dict[str, Any]:
    """Return an article as an entry of the page list: its address and time are those of its capture."""
    url, captured = chosen.connection.execute(_CAPTURE_OF, (article["id"],)).fetchone()
    moment = datetime.fromisoformat(captured).astimezone(UTC)
    text = "\n\n".join(part for part in (article["lede"], *article["body"]) if part)
    return {
        "id": str(article["id"]),
        "url": url,
        "ts": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "title": article["title"],
        "text": text,
    }


def _write_description(package: _Package, chosen: CaptureSelection) -> None:
    """Write datapackage.json, and the file with its digest."""
    asked = ", ".join(f"{name}: {value}" for name, value in chosen.about.items() if value)
    description = {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "title": chosen.name,
        "description": f"captures of the articles that a search found ({asked})",
        "software": f"tintinh/{tool_version()}",
        "resources": list(package.resources),
    }
    data = json.dumps(description, ensure_ascii=False, indent=2).encode()
    with package.entry("datapackage.json") as entry:
        entry.write(data)
    with package.entry("datapackage-digest.json") as entry:
        digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
        entry.write(json.dumps({"path": "datapackage.json", "hash": digest}, indent=2).encode())


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"
