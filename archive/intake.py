"""`ingest`: files that others made become captures and articles. Processes read and parse; one writes.

What a piece of a file gave, and how far the file is read now, are one transaction: a run that was killed goes on there.
"""

import sqlite3
from collections import deque
from collections.abc import Callable, Generator, Sequence
from contextlib import closing, nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

from archive import store
from archive.bulk import bulk
from archive.captures import load, with_payload_of
from archive.errors import ArchiveError, BadQuery
from archive.folder import transaction
from archive.foreign import Piece, PieceRead, read_pieces
from archive.foreign_capture import Found, Sites, generic_site
from archive.ingest import read
from archive.intake_report import IntakeReport
from archive.intake_sources import begin, forget, originals, separate
from archive.late_revisits import UNRESOLVED, resolve
from archive.merge import is_archive, opened, originals_of, take_articles
from archive.places import place_of
from archive.processes import spread
from archive.recording import record_late
from archive.report import Report
from archive.revisit_payload import original_of
from archive.warc_reader import read_at
from archive.warc_record import made_id
from parsers.article import Parsed, Problem
from parsers.site import Site
from parsers.sites import known_sites

_MANY = 16 * 2**20  # bytes of WARC from which on the full-text indexes wait: about a thousand pages
Tell: TypeAlias = Callable[[int, int], None]


class Intake:
    """One run over some files. `stop` says whether a person asked to end; that is looked at after each piece."""

    def __init__(
        self,
        folder: Path,
        connection: sqlite3.Connection,
        report: Report,
        *,
        generic: bool = False,
        sites: Sites | None = None,
        progress: Tell | None = None,
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self._folder, self._connection, self._report = folder, connection, report
        self._generic, self._given, self._progress, self._stop = generic, sites, progress, stop
        self._sites = known_sites() if sites is None else sites
        self._written_sites: set[str] = set()
        self._ready: deque[Piece] = deque()
        self._without_record: set[str] = set()  # files of which nothing read so far was a record
        self._bytes = (0, 0)
        self.told = IntakeReport()

    def run(self, paths: Sequence[Path], *, copy: bool, jobs: int) -> None:
        """Take in files. One that cannot be read is told, and the others are taken in. Raises NoSpace."""
        try:
            self._run(paths, copy=copy, jobs=jobs)
        finally:  # a full disk ends a run that has a report all the same
            self._report.more |= self.told.as_dict()
            self._report.trouble = self.told.trouble

    def _run(self, paths: Sequence[Path], *, copy: bool, jobs: int) -> None:
        for path in paths:
            self._begin(path, copy=copy)
        self._bytes = (0, sum(piece.end - piece.position for piece in self._ready))
        jobs = min(jobs, len(self._ready))
        with bulk(self._connection) if self._bytes[1] >= _MANY else nullcontext():
            self._take_all(jobs)
            resolve(self._folder, self._connection, self._sites, self._report)
            for path in paths:
                if is_archive(path) and not self._report.stopped_by:
                    with opened(path) as theirs:
                        self.told.merged.append(take_articles(self._connection, path, theirs))

    def _take_all(self, jobs: int) -> None:
        with closing(self._read(jobs)) as results:
            for one in results:
                self._take(one)
                if self._stop():
                    self._report.stopped_by = "interrupt"
                    return

    def _begin(self, path: Path, *, copy: bool) -> None:
        try:
            if is_archive(path):
                with opened(path) as theirs:
                    found = list(originals_of(self._connection, path, theirs))
            else:
                found = originals(path)
            for one in found:
                piece = begin(self._folder, self._connection, one, copy=copy)
                if piece is None:
                    self.told.known(one.said)
                else:
                    self.told.begun(piece.name, one.said)
                    if piece.position == piece.start:
                        self._without_record.add(piece.name)
                    self._ready.append(replace(piece, generic=self._generic, sites=self._given))
        except BadQuery as error:
            self.told.failed(str(path), str(error))

    def _read(self, jobs: int) -> Generator[PieceRead, None, None]:
        """Read piece after piece. The next one of a file is known only when the one before it came back."""
        if jobs <= 1:
            while self._ready:
                yield from read_pieces([self._ready.popleft()])
            return
        # An empty batch says that nothing is ready now: files whose pieces are under way come back to the queue.
        batches = ([self._ready.popleft()] if self._ready else [] for _ in iter(int, 1))
        for result in spread(read_pieces, batches, jobs=jobs, died=_died):
            yield from result

    def _take(self, one: PieceRead) -> None:
        """Write what a piece gave, and queue the next piece of its file."""
        connection, name = self._connection, one.piece.name
        if one.records:
            self._without_record.discard(name)
        with transaction(connection):
            for found in one.found:
                self._keep(found)
            for response, offset, length in one.requests:
                connection.execute(
                    "UPDATE captures SET request_offset = ?, request_length = ? WHERE record_id = ? AND file = ? "
                    "AND request_offset IS NULL",
                    (offset, length, response, name),
                )
            connection.execute("UPDATE ingests SET position = ? WHERE name = ?", (one.position, name))
            if one.sha256:
                self._finish(one)
        if one.sha256 and name in self._without_record:
            forget(self._folder, connection, name)
        self.told.read(one)
        self._bytes = (self._bytes[0] + one.position - one.piece.position, self._bytes[1])
        if self._progress:
            self._progress(*self._bytes)
        if one.failure or one.sha256:
            return
        piece = replace(one.piece, position=one.position)
        if one.shares:
            self.told.separated(name)
            fresh = separate(self._folder, connection, one.piece)
            piece = replace(fresh, generic=self._generic, sites=self._given)
            self.told.begun(piece.name, name)
        self._ready.append(piece)

    def _finish(self, one: PieceRead) -> None:
        now = store.stamp(datetime.now(UTC))
        values = (now, one.piece.end - one.piece.start, one.sha256, one.piece.name)
        query = "UPDATE warc_files SET closed = ?, length = ?, sha256 = ? WHERE name = ? AND sha256 IS NULL"
        self._connection.execute(query, values)
        self._connection.execute("UPDATE ingests SET finished = ? WHERE name = ?", (now, one.piece.name))

    def _keep(self, found: Found) -> None:
        """Give a capture its rows, unless it is kept already."""
        found = self._with_id_of_its_own(found)
        if self._is_known(found):
            self.told.twice += 1
            return
        site = self._site_of(found)
        refers = None
        if found.refers:
            refers = original_of(self._folder, self._connection, found.refers, found.key)
            found = self._revisit(found, refers, site)
        if site and site.id not in self._written_sites:
            store.add_site(self._connection, site)
            self._written_sites.add(site.id)
        counts = self._report.sites[site.id if site else ""]
        visit = record_late(
            self._connection,
            found.exchange,
            found.kept,
            found.key,
            site,
            found.parsed,
            counts,
            run_id=self._report.run_id,
            refers_to=refers,
            problems=found.problems,
            payload_length=found.payload_length,
        )
        self.told.kept(found, visit)

    def _with_id_of_its_own(self, found: Found) -> Found:
        """Return a capture with an id made for it, where another record of the archive has the same id."""
        written = found.kept.response
        query = "SELECT url, captured FROM captures WHERE record_id = ?"
        row = self._connection.execute(query, (written.record_id,)).fetchone()
        if row is None or row == (found.exchange.url, store.stamp(found.exchange.started)):
            return found
        place = place_of(self._folder, self._connection, found.kept.file)
        made = made_id(read_at(place.path, written.offset, written.length, head=place.start))
        return replace(found, kept=replace(found.kept, response=replace(written, record_id=made)))

    def _is_known(self, found: Found) -> bool:
        captured = store.stamp(found.exchange.started)
        row = self._connection.execute(
            "SELECT 1 FROM captures WHERE record_id = ? UNION ALL SELECT 1 FROM captures "
            "WHERE key = ? AND captured = ? AND payload_digest = ? AND url = ? AND status IS ? LIMIT 1",
            (
                *(found.kept.response.record_id, found.key, captured, found.kept.payload_digest),
                *(found.exchange.url, found.exchange.status),
            ),
        ).fetchone()
        return row is not None

    def _site_of(self, found: Found) -> Site | None:
        if found.site_id:
            return self._sites.get(found.site_id)
        unknown = found.parsed is not None and found.parsed.article is not None
        return generic_site(found.key.partition("/")[0]) if unknown else None

    def _revisit(self, found: Found, original: int | None, site: Site | None) -> Found:
        """Return a revisit with its payload, read; as it is where the payload is not here (yet)."""
        if found.exchange.status == 304:
            return replace(found, parsed=Parsed(kind="other"))
        if original is None:
            message = f"{found.exchange.url}: the capture whose payload it repeats is not in this archive"
            return replace(found, problems=(Problem(field="page", code=UNRESOLVED, message=message),))
        try:
            first = load(self._folder, self._connection, original)
        except ArchiveError as error:
            problem = Problem(field="page", code="unreadable", message=f"{found.exchange.url}: {error}")
            return replace(found, problems=(problem,))
        exchange = with_payload_of(first, found.exchange, modified=found.exchange.status is not None)
        parsed = read(exchange, site) if site else Parsed(kind="other")
        return replace(found, exchange=exchange, parsed=parsed, payload_length=len(exchange.entity))


def _died(piece: Piece) -> PieceRead:
    return PieceRead(piece=piece, position=piece.position, failure=f"{piece.path}: the process that read it ended")
