"""`reparse`: kept captures are read again with the parsers of today, from their bytes only.

A better reading of the capture that a text was read from replaces its fields in place: the page is the same, so its
version stays. So do those of the earlier versions, or else their history would show what the parsers learnt as edits
of the site. Only a later capture of the same address, which today's parsers read differently, makes a new version.
"""

import json
import os
import sqlite3
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from contextlib import closing, nullcontext, suppress
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from archive import columns, store
from archive.belated import adopt, put_belated
from archive.bulk import bulk
from archive.captures import load
from archive.drift import remember
from archive.errors import NoSpace
from archive.folder import reading, transaction, writing
from archive.processes import spread
from archive.recovery import recover
from archive.reparse_report import Tally
from archive.rereading import Reread, Sites, Text, Work, addresses_to_read, articles_to_read, in_batches, read_all
from parsers.article import Article, Parsed, Problem
from parsers.sites import known_sites

_BATCH = 200  # articles of one transaction
_TOTAL = "SELECT coalesce(sum(c.length), 0) FROM articles a JOIN captures c ON c.id = a.capture_id"
_CODES = {"interrupt": 130, "disk": 5}


def reparse(
    folder: Path,
    *,
    only: Collection[str] = (),
    dry_run: bool = False,
    jobs: int | None = None,
    sites: Sites | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, Any]:
    """Read the captures of the sites in `only` (all, if empty) again. Returns the report of docs/cli.md.

    `dry_run` compares and writes nothing. `jobs` is the number of processes that read; None means one a core. `sites`
    are the sites by id, None for those known; with several processes they must pickle. `progress` is called with the
    bytes of records done and to do. What an interrupted run did is kept, and the next one passes over it. Raises the
    errors of archive.errors; a full disk and an interrupt end the run with a report.
    """
    started = store.stamp(datetime.now(UTC))
    head = {"command": "reparse", "run": None, "started": started, "finished": None, "stopped_by": None}
    if dry_run:
        with reading(folder) as connection:
            work = _Reparse(folder, connection, sites, only, dry_run=True, progress=progress)
            return _reported(work, head, jobs)
    with writing(folder) as connection:
        recover(folder, connection)
        with transaction(connection):
            cursor = connection.execute("INSERT INTO runs(command, started) VALUES ('reparse', ?)", (started,))
        work = _Reparse(folder, connection, sites, only, dry_run=False, progress=progress)
        report = _reported(work, head | {"run": cursor.lastrowid}, jobs)
        with suppress(NoSpace), transaction(connection):
            connection.execute(
                "UPDATE runs SET finished = ?, exit_code = ?, report = ? WHERE id = ?",
                (report["finished"], report["exit_code"], json.dumps(report, ensure_ascii=False), report["run"]),
            )
    return report


def _reported(work: "_Reparse", head: dict[str, Any], jobs: int | None) -> dict[str, Any]:
    stopped_by = None
    try:
        work.run(jobs or os.cpu_count() or 1)
    except KeyboardInterrupt:
        stopped_by = "interrupt"
    except NoSpace:
        stopped_by = "disk"
    found = work.total.as_dict()
    code = _CODES[stopped_by] if stopped_by else int(found["total"]["refused"] > 0)
    finished = store.stamp(datetime.now(UTC))
    end = {"finished": finished, "stopped_by": stopped_by, "exit_code": code, "dry_run": work.dry_run}
    return {**head, **end, **found}


class _Reparse:
    """One run: works go out in batches, what was read comes back, and each batch is one transaction."""

    def __init__(
        self,
        folder: Path,
        connection: sqlite3.Connection,
        sites: Sites | None,
        only: Collection[str],
        *,
        dry_run: bool,
        progress: Callable[[int, int], None] | None,
    ) -> None:
        self._folder, self._connection, self._given, self._only = folder, connection, sites, only
        self._sites = known_sites() if sites is None else sites
        self._progress = progress
        self._bytes = (0, int(connection.execute(_TOTAL).fetchone()[0]) if progress else 0)
        self.dry_run = dry_run
        self.total = Tally()

    def run(self, jobs: int) -> None:
        """Read articles first, then the addresses without one. Raises NoSpace; committed batches are kept."""
        with nullcontext() if self.dry_run else bulk(self._connection):
            for works in (articles_to_read, addresses_to_read):
                batches = in_batches(works(self._connection, self._sites, self._only), _BATCH, self._passed)
                with closing(self._read(batches, jobs)) as results:
                    for result in results:
                        self._take(result)

    def _read(self, batches: Iterator[list[Work]], jobs: int) -> Generator[Sequence[Reread], None, None]:
        """Read in this process, or in several when there is more than one batch to read."""
        read = partial(read_all, self._folder, self._given)
        first = next(batches, [])
        second = next(batches, None) if jobs > 1 else None
        if second is None:
            yield read(first)
            yield from map(read, batches)
        else:
            yield from spread(read, chain((first, second), batches), jobs=jobs, died=_died)

    def _passed(self, work: Work) -> None:
        """Count an article that is not read: today's parsers have done so, or nobody knows its site any more."""
        if work.unknown:
            message = f"{work.url}: no site is called {work.site_id} any more; its texts stay as they are"
            self.total.refuse(work.site_id, "unknown_site", article=work.article_id, url=work.url, message=message)
        else:
            self.total.sites[work.site_id].same += 1
        self._advance(work.size)

    def _take(self, result: Sequence[Reread]) -> None:
        tally = Tally()
        with nullcontext() if self.dry_run else transaction(self._connection):
            for one in result:
                if one.work.article_id is None:
                    self._take_address(one, tally)
                else:
                    self._take_article(one, one.work.article_id, tally)
        self.total.add(tally)
        self._advance(sum(one.work.size for one in result))

    def _take_article(self, one: Reread, article_id: int, tally: Tally) -> None:
        """Compare every version, and what a later capture shows, with what stands; write what is better."""
        work, changed = one.work, False
        refusals = [parsed for parsed in one.parsed.values() if parsed.article is None]
        for text in work.texts:
            if one.parsed[text.capture_id].article is not None:
                changed |= self._reread(work.site_id, article_id, text, one.parsed[text.capture_id], tally)
        later = one.parsed.get(work.later) if work.later is not None else None
        if later is not None and later.article is not None:
            changed |= self._later(one, article_id, later, later.article, tally)
        if refusals:
            code, message = _why_not(refusals[-1], work.url)
            tally.refuse(work.site_id, code, article=article_id, url=work.url, message=message)
        elif changed:
            tally.sites[work.site_id].changed += 1
        else:
            tally.sites[work.site_id].same += 1

    def _reread(self, site_id: str, article_id: int, text: Text, parsed: Parsed, tally: Tally) -> bool:
        """Replace a version's fields in place. Returns whether they differ from what stood there."""
        assert parsed.article is not None
        connection, site = self._connection, self._sites[site_id]
        row = connection.execute("SELECT fields_digest, version FROM articles WHERE id = ?", (article_id,)).fetchone()
        present = row[1] == text.version
        if present:
            digest, kept = row[0], columns.fields_now(connection, article_id)
        else:
            query = "SELECT fields_digest, fields FROM versions WHERE article_id = ? AND version = ?"
            digest, fields = connection.execute(query, (article_id, text.version)).fetchone()
            kept = json.loads(fields)
        if not self.dry_run and present:
            store.reread_article(connection, article_id, parsed, site)
        elif not self.dry_run:
            store.reread_version(connection, article_id, text.version, parsed, site)
        if digest == columns.fields_digest(parsed.article):
            return False
        tally.differ(article_id, kept, columns.fields_of(parsed.article))
        return True

    def _later(self, one: Reread, article_id: int, parsed: Parsed, article: Article, tally: Tally) -> bool:
        """Compare a later capture with the present version, both as read today. Returns whether it is a new version."""
        present = one.parsed[one.work.texts[-1].capture_id].article
        digest, before = None, {}
        if present is not None:
            digest, before = columns.fields_digest(present), columns.fields_of(present)
        else:
            query = "SELECT fields_digest FROM articles WHERE id = ?"
            (digest,) = self._connection.execute(query, (article_id,)).fetchone()
            before = columns.fields_now(self._connection, article_id)
        if not self.dry_run:
            self._put(one.work, parsed)
        if digest == columns.fields_digest(article):
            return False
        tally.differ(article_id, before, columns.fields_of(article))
        tally.sites[one.work.site_id].versions += 1
        return True

    def _take_address(self, one: Reread, tally: Tally) -> None:
        """Make an article of an address that gave none, if today's parsers read one there."""
        work, connection = one.work, self._connection
        assert work.later is not None
        parsed = one.parsed[work.later]
        if parsed.article is None:
            tally.sites[work.site_id].none[_why_not(parsed, work.url)[0]] += 1
            return
        if not self.dry_run:
            adopt(connection, work.url, work.key, self._sites[work.site_id])
        if connection.execute("SELECT 1 FROM articles WHERE key = ?", (work.key,)).fetchone():
            return  # known under the site's own key by now; the next reparse compares the two
        if not self.dry_run:
            self._put(work, parsed)
            remember(connection, load(self._folder, connection, work.later), parsed)
        tally.sites[work.site_id].new += 1

    def _put(self, work: Work, parsed: Parsed) -> None:
        assert work.later is not None
        site = self._sites[work.site_id]
        put_belated(self._connection, parsed, site, work.later, key=work.key, url=work.url)

    def _advance(self, size: int) -> None:
        self._bytes = (self._bytes[0] + size, self._bytes[1])
        if self._progress:
            self._progress(*self._bytes)


def _why_not(parsed: Parsed, url: str) -> tuple[str, str]:
    """Return a code and a sentence: why a page is no article."""
    problem = next((one for one in parsed.problems if one.code != "family_layout"), None)
    return (problem.code, problem.message) if problem else (parsed.kind, f"{url}: {parsed.kind}, no article")


def _died(work: Work) -> Reread:
    problem = Problem(field="page", code="reader_died", message=f"{work.url}: the process that read it ended")
    refused = Parsed(kind="other", site_id=work.site_id, problems=(problem,))
    return Reread(work=work, parsed=dict.fromkeys(work.captures, refused))
