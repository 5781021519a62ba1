"""Archives of generated articles for benchmarks/search.py, written by the code that a crawl and an ingest end in."""

import shutil
import sqlite3
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from archive import store
from archive.bulk import bulk
from archive.folder import transaction, writing
from benchmarks.search_articles import Generated, articles, sites

_TRANSACTION = 1_000  # articles; what an ingest commits at once
_CAPTURE = store.Capture(id=1, captured="2026-01-01T00:00:00+00:00")


def built(folder: Path, count: int) -> float | None:
    """Make sure that `folder` is an archive of `count` articles. Returns articles per second, or None if it was there.

    The time is that of the database: making the articles up is not counted.
    """
    done = folder / "complete"
    if done.exists():
        return None
    shutil.rmtree(folder, ignore_errors=True)
    with writing(folder, create=True) as connection:
        _prepare(connection)
        seconds = _load(connection, articles(count))
    done.touch()
    return count / seconds


def live_rate(folder: Path, count: int) -> float:
    """Add `count` articles to a new archive, each in a transaction that fills both indexes. Returns articles per second."""
    shutil.rmtree(folder, ignore_errors=True)
    made = list(articles(count))
    with writing(folder, create=True) as connection:
        _prepare(connection)
        started = time.perf_counter()
        for one in made:
            with transaction(connection):
                _put(connection, one)
        seconds = time.perf_counter() - started
    shutil.rmtree(folder)
    return count / seconds


def _prepare(connection: sqlite3.Connection) -> None:
    with transaction(connection):
        for site in sites():
            store.add_site(connection, site)
        connection.execute(
            "INSERT INTO captures(id, url, key, captured, record_type, record_id, file, offset, length) "
            "VALUES (1, 'https://baovidu01.vn/', 'baovidu01.vn', ?, 'response', 'r', 'f', 0, 1)",
            (_CAPTURE.captured,),
        )


def _load(connection: sqlite3.Connection, made: Iterator[Generated]) -> float:
    """Load in bulk; returns the seconds that the database took."""
    started, making = time.perf_counter(), 0.0
    with bulk(connection):
        while True:
            before = time.perf_counter()
            batch = list(islice(made, _TRANSACTION))
            making += time.perf_counter() - before
            if not batch:
                break
            _put_all(connection, batch)
    return time.perf_counter() - started - making


def _put_all(connection: sqlite3.Connection, batch: Iterable[Generated]) -> None:
    with transaction(connection):
        for one in batch:
            _put(connection, one)


def _put(connection: sqlite3.Connection, one: Generated) -> None:
    url = f"https://{one.site.hosts[0]}/{one.key}"
    store.put_article(connection, one.parsed, one.site, _CAPTURE, key=one.key, url=url)
