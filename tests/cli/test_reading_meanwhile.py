"""Readers beside a writer: whoever reads neither waits nor fails, and never keeps a crawl from its work."""

import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from archive.folder import writing
from demo.portal import Portal
from tests.cli.conftest import Crawled
from tests.cli.running import inside, sites_folder, start, wait_for

READERS: tuple[tuple[str, ...], ...] = (
    ("search", "tau"),
    ("search", "thahn"),
    ("search", "tau", "--rank", "--all"),
    ("search", "tau", "--facets", "province,year"),
    ("kwic", "tau"),
    ("kwic", "tau", "--sort", "left", "--csv"),
    ("trend", "tau", "--by", "year"),
    ("export", "jsonl"),
    ("status",),
)


def test_while_a_crawl_works(portal: Portal, tmp_path: Path) -> None:
    environment = sites_folder(tmp_path / "sites", portal)
    crawl = start("crawl", "tinh", "so", "--archive", "a", "--json", cwd=tmp_path, environment=environment)

    def begun() -> bool:
        there = (tmp_path / "a" / "archive.db").is_file()
        return crawl.poll() is not None or (there and _articles(tmp_path / "a") > 0)

    wait_for(begun)
    rounds = 0
    while crawl.poll() is None or rounds == 0:
        for words in READERS:
            done = inside(*words, "--archive", "a", cwd=tmp_path)
            assert (done.code, "Traceback" in done.err) == (0, False), (words, done.err)
        rounds += 1
    out, err = crawl.communicate(timeout=60)
    assert (crawl.returncode, err) == (0, ""), out
    assert _articles(tmp_path / "a") == len(portal.expected())


def _articles(folder: Path) -> int:
    try:
        with closing(sqlite3.connect(f"file:{folder / 'archive.db'}?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT count(*) FROM articles").fetchone()[0])
    except sqlite3.OperationalError:  # its tables are being made
        return 0


@pytest.mark.parametrize("words", [*READERS, ("similar", "{}"), ("show", "{}")], ids=" ".join)
def test_while_a_transaction_is_open(crawled: Crawled, tmp_path: Path, words: tuple[str, ...]) -> None:
    shutil.copytree(crawled.folder, tmp_path / "a")
    with writing(tmp_path / "a") as run:
        (newest,) = run.execute("SELECT max(id) FROM articles").fetchone()
        run.execute("INSERT INTO unread VALUES (?)", (newest,))
        run.execute("BEGIN IMMEDIATE")
        run.execute("UPDATE articles SET title = 'x'")
        began = time.monotonic()
        done = inside(*(word.format(newest) for word in words), "--archive", "a", cwd=tmp_path)
        assert (done.code, "Traceback" in done.err) == (0, False), done.err
        assert time.monotonic() - began < 3
        run.execute("ROLLBACK")
