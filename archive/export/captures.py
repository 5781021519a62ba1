"""Which captures an export of captures holds, and their records as they are kept."""

import json
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from archive.errors import ArchiveError
from archive.export.kept import Kept, foreign_at, kept_at
from archive.places import place_of
from archive.recompress import Unfit
from archive.warc_bytes import Damage, Source

__all__ = ["Capture", "CaptureSelection", "Kept", "Which"]

Which: TypeAlias = Literal["all", "current"]

_BATCH = 500
_CAPTURE = """
SELECT c.id, c.url, c.key, c.captured, c.status, c.content_type, c.record_type, c.record_id, c.file, c.offset, c.length,
  c.request_offset, c.request_length, c.group_end, coalesce(c.payload_digest, o.payload_digest)
FROM captures c LEFT JOIN captures o ON o.id = c.refers_to WHERE c.id = ?
"""
_CURRENT = "SELECT capture_id FROM articles WHERE id IN (SELECT value FROM json_each(?))"
_ALL = f"""
{_CURRENT} UNION SELECT capture_id FROM versions WHERE article_id IN (SELECT value FROM json_each(?))
UNION SELECT c.id FROM articles a JOIN captures c ON c.key = a.key WHERE a.id IN (SELECT value FROM json_each(?))
"""
_REFERRED = "SELECT c.refers_to FROM temp.exported e JOIN captures c ON c.id = e.capture_id WHERE c.refers_to NOT NULL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """A row of the table captures, as far as exports need it. `digest` is that of the payload it stands for."""

    id: int
    url: str
    key: str
    captured: str
    status: int | None
    content_type: str | None
    record_type: str
    record_id: str
    file: str
    offset: int
    length: int
    request_offset: int | None
    request_length: int | None
    group_end: int
    digest: str | None


class CaptureSelection:
    """The captures of some articles, and the captures that their revisits refer to: a temporary table of ids.

    `which` is `all` for every visit of the articles' addresses and every version, `current` for the capture that each
    article is read from. `about` are the words and filters of the search, for the records that say what this is;
    `name` is the name of the file being made.
    """

    def __init__(
        self,
        folder: Path,
        connection: sqlite3.Connection,
        articles: Iterable[int],
        *,
        which: Which,
        about: Mapping[str, object],
        name: str,
    ) -> None:
        self.connection, self.about, self.name = connection, dict(about), name
        self._folder = folder
        self._source: Source | None = None
        self._foreign = False
        self._articles = array("q", articles)  # to its end first: SQLite takes no writing beside a search that is open
        connection.execute("CREATE TEMP TABLE exported(capture_id INTEGER PRIMARY KEY)")
        for start in range(0, len(self._articles), _BATCH):
            wanted = json.dumps(self._articles[start : start + _BATCH].tolist())
            query, values = (_CURRENT, (wanted,)) if which == "current" else (_ALL, (wanted, wanted, wanted))
            connection.execute(f"INSERT OR IGNORE INTO temp.exported {query}", values)
        while connection.execute(f"INSERT OR IGNORE INTO temp.exported {_REFERRED}").rowcount > 0:
            pass  # until every revisit has its original

    def captures(self) -> Iterator[Capture]:
        """Yield the captures in the order of keeping. Each row is read when its turn comes: `pack` may move it meanwhile."""
        last = 0
        query = "SELECT capture_id FROM temp.exported WHERE capture_id > ? ORDER BY capture_id LIMIT ?"
        while ids := self.connection.execute(query, (last, _BATCH)).fetchall():
            yield from (self._capture(capture_id) for (capture_id,) in ids)
            last = ids[-1][0]

    def file_name(self, capture: Capture) -> str:
        """Return how an index names the file of a capture: by its name in the folder `warc`, or where else it lies."""
        path = place_of(self._folder, self.connection, capture.file).path
        return capture.file if path.parent == self._folder / "warc" else str(path)

    def articles(self) -> Iterator[int]:
        """Yield the ids of the articles found, in the order of the search."""
        return iter(self._articles)

    def newest(self) -> str:
        """Return when the newest of the captures was made, ISO 8601; the beginning of 1970 when there are none."""
        query = "SELECT max(captured) FROM captures WHERE id IN (SELECT capture_id FROM temp.exported)"
        return str(self.connection.execute(query).fetchone()[0] or "1970-01-01T00:00:00+00:00")

    def records(self, capture: Capture) -> list[Kept]:
        """Return the records of a capture: response or revisit first, then its request and metadata.

        Raises ArchiveError when they cannot be read.
        """
        with suppress(FileNotFoundError):
            return self._read(capture)
        try:
            return self._read(self._capture(capture.id))  # `pack` may have moved it between our two looks
        except FileNotFoundError as error:
            message = f"{capture.file}: the file is not there; the export ended there. Run: tintinh verify"
            raise ArchiveError(message) from error

    def warcinfo(self, file: str) -> Kept | None:
        """Return the record that opens a WARC file, if it is one that says how the file was made."""
        with suppress(Damage, Unfit, OSError):
            source = self._opened(file)
            first = kept_at(source, source.past_skippable(source.head))
            return first if first.record.type == "warcinfo" else None
        return None

    def close(self) -> None:
        """Close the file that was read last."""
        if self._source:
            self._source.__exit__(None, None, None)
        self._source = None

    def _capture(self, capture_id: int) -> Capture:
        row = self.connection.execute(_CAPTURE, (capture_id,)).fetchone()
        return Capture(**dict(zip(Capture.__dataclass_fields__, row, strict=True)))

    def _read(self, capture: Capture) -> list[Kept]:
        try:
            source = self._opened(capture.file)
            kept = [self._record(source, capture.offset, capture.length, capture.record_id)]
            if kept[0].record.record_id != capture.record_id:
                raise Unfit(f"offset {capture.offset}: another record than the database says")
            position = source.past_skippable(capture.offset + capture.length)
            while position < capture.group_end:
                kept.append(kept_at(source, position))
                position += kept[-1].record.length
            offset, length = capture.request_offset, capture.request_length
            if offset is not None and length is not None and offset not in {one.record.offset for one in kept}:
                kept.insert(1, self._record(source, offset, length, None))
            return kept
        except FileNotFoundError:
            raise
        except (Damage, Unfit, OSError) as error:
            raise ArchiveError(f"{capture.file}: {error}; the export ended there. Run: tintinh verify") from error

    def _opened(self, file: str) -> Source:
        place = place_of(self._folder, self.connection, file)
        if self._source is None or (self._source.path, self._source.head) != (place.path, place.start):
            self.close()
            self._source = Source(place.path, start=place.start, end=place.end, head=place.start)
            query = "SELECT 1 FROM ingests WHERE name = ?"
            self._foreign = self.connection.execute(query, (file,)).fetchone() is not None
        return self._source

    def _record(self, source: Source, offset: int, length: int, record_id: str | None) -> Kept:
        return foreign_at(source, offset, length, record_id) if self._foreign else kept_at(source, offset)
