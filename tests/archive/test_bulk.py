"""A bulk load leaves the same indexes as a crawl, and a kill at any moment leaves them right for all the rest."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import bulk as bulk_module
from archive import search
from archive.bulk import bulk, complete, is_bulk, waiting
from archive.checking import check
from archive.folder import reading, transaction, writing
from archive.recovery import recover
from tests.archive.small_archive import add, check_indexes, new_archive

DAY = 2020070700000


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    new_archive(tmp_path / "archive.db").close()
    with writing(tmp_path) as connection:
        yield connection


def found(connection: sqlite3.Connection, text: str) -> list[int]:
    return [each - DAY for each in search.ids(connection, text)]


def interrupted(connection: sqlite3.Connection, error: type[BaseException], *numbers: int) -> None:
    with bulk(connection):
        for number in numbers:
            add(connection, DAY + number, body="cầu")
        raise error


def triggers(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    return connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY 1").fetchall()


def settings(connection: sqlite3.Connection) -> list[tuple[str, object]]:
    config = "SELECT k, v FROM articles_exact_config UNION ALL SELECT k, v FROM articles_folded_config"
    own = [(name, connection.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("cache_size", "wal_autocheckpoint")]
    return [*own, *(row for row in connection.execute(config) if row[0] != "version")]


def test_what_is_loaded_is_found_when_the_load_ends(archive: sqlite3.Connection) -> None:
    before = triggers(archive)
    add(archive, DAY + 5, body="đảng cũ")
    with bulk(archive):
        for number in (7, 3, 9, 1):
            add(archive, DAY + number, body="đảng mới")
        assert found(archive, "đảng") == [5]
        assert waiting(archive) == 4
        check_all_but_waiting(archive)
    assert found(archive, "đảng") == [9, 7, 5, 3, 1]
    assert found(archive, "dang moi") == [9, 7, 3, 1]
    assert not waiting(archive)
    check_indexes(archive)
    assert triggers(archive) == before
    usual = [("cache_size", -2000), ("wal_autocheckpoint", 1000)]
    assert settings(archive) == [*usual, *[("automerge", 4), ("hashsize", 2**20)] * 2]


def check_all_but_waiting(connection: sqlite3.Connection) -> None:
    """Compare the indexes with the text of what does not wait: nothing else may be in them."""
    missing = {each for (each,) in connection.execute("SELECT article_id FROM unindexed")}
    for table in ("articles_exact", "articles_folded"):
        indexed = {each for (each,) in connection.execute(f"SELECT id FROM {table}_docsize")}
        everything = {each for (each,) in connection.execute("SELECT id FROM articles")}
        assert indexed == everything - missing


def test_changes_and_deletions_during_a_load(archive: sqlite3.Connection) -> None:
    for number in range(1, 5):
        add(archive, DAY + number, body="đường xưa")
    with bulk(archive):
        add(archive, DAY + 5, body="đường mới")
        archive.execute("UPDATE articles SET body = 'cầu' WHERE id IN (?, ?)", (DAY + 1, DAY + 5))
        archive.execute("UPDATE articles SET body = 'cầu lớn' WHERE id IN (?, ?)", (DAY + 1, DAY + 5))
        archive.execute("DELETE FROM facets WHERE article_id IN (?, ?)", (DAY + 1, DAY + 2))
        archive.execute("DELETE FROM articles WHERE id IN (?, ?)", (DAY + 1, DAY + 2))
        archive.execute("UPDATE articles SET last_seen = 'later'")
        archive.execute("UPDATE articles SET title = 'Đổi' WHERE id = ?", (DAY + 3,))
        check_all_but_waiting(archive)
        assert found(archive, "duong") == [4]
    assert (found(archive, "duong"), found(archive, "cầu lớn"), found(archive, "title:đổi")) == ([4, 3], [5], [3])
    check_indexes(archive)


def test_a_replaced_row_leaves_no_word_behind(archive: sqlite3.Connection) -> None:
    add(archive, DAY + 1, body="đường xưa")
    with bulk(archive):
        archive.execute("PRAGMA foreign_keys = OFF")
        row = archive.execute("SELECT * FROM articles").fetchone()
        archive.execute(f"INSERT OR REPLACE INTO articles VALUES ({', '.join('?' * len(row))})", row)
    check_indexes(archive)
    assert found(archive, "xưa") == [1]


def test_an_error_leaves_the_rest_for_the_next_command(archive: sqlite3.Connection, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError):
        interrupted(archive, RuntimeError, 1)
    assert is_bulk(archive)
    add(archive, DAY + 2, body="cầu")
    assert found(archive, "cầu") == []
    recover(tmp_path, archive)
    assert found(archive, "cầu") == [2, 1]
    assert not is_bulk(archive)
    assert complete(archive) == 0
    check_indexes(archive)


def test_a_request_to_stop_completes_what_takes_seconds(
    archive: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(KeyboardInterrupt):
        interrupted(archive, KeyboardInterrupt, 1)
    assert found(archive, "cầu") == [1]
    monkeypatch.setattr(bulk_module, "_BATCH", 1)
    with pytest.raises(KeyboardInterrupt):
        interrupted(archive, KeyboardInterrupt, 2, 3)
    assert found(archive, "cầu") == [1]
    progress: list[tuple[int, int]] = []
    assert complete(archive, told=lambda done, total: progress.append((done, total))) == 2
    assert progress == [(1, 2), (2, 2)]
    check_indexes(archive)


def test_a_load_inside_a_load_is_one_load(archive: sqlite3.Connection) -> None:
    with bulk(archive):
        with bulk(archive):
            add(archive, DAY + 1, body="cầu")
        assert waiting(archive) == 1
    assert found(archive, "cầu") == [1]


def test_readers_go_on_while_a_load_is_completed(archive: sqlite3.Connection, tmp_path: Path) -> None:
    with bulk(archive):
        add(archive, DAY + 1, body="cầu")
        with reading(tmp_path) as reader, transaction(archive):
            add_without_commit(archive, DAY + 2)
            assert found(reader, "cầu") == []
            assert search.search(reader, "").total == 1


def add_without_commit(connection: sqlite3.Connection, article_id: int) -> None:
    connection.execute("UPDATE articles SET body = 'cầu mới' WHERE id = ?", (article_id - 1,))


def test_verify_compares_the_indexes_with_the_text(tmp_path: Path) -> None:
    new_archive(tmp_path / "archive.db").close()
    with writing(tmp_path) as connection:
        add(connection, DAY + 1, body="cầu")
        codes = [finding["code"] for finding in check(tmp_path, [], progress=None)["findings"]]
        assert "index_unchecked" in codes  # this very test holds the lock
    assert "index" not in [finding["code"] for finding in check(tmp_path, [], progress=None)["findings"]]
    with writing(tmp_path) as connection:
        connection.execute("DROP TRIGGER articles_updating")
        connection.execute("UPDATE articles SET body = 'đường'")
    report = check(tmp_path, [], progress=None)
    assert not report["ok"]
    assert [finding["code"] for finding in report["findings"]].count("index") == 2


def test_verify_notes_indexes_that_wait(tmp_path: Path) -> None:
    new_archive(tmp_path / "archive.db").close()
    with writing(tmp_path) as connection, pytest.raises(RuntimeError):
        interrupted(connection, RuntimeError, 1)
    (waits,) = [one for one in check(tmp_path, [], progress=None)["findings"] if one["code"] == "index_waiting"]
    assert waits["level"] == "note"
    assert "1 articles wait" in waits["message"]


LOADER = """
import sys
from pathlib import Path
from archive import bulk
from archive.folder import writing
from tests.archive.small_archive import add

bulk._BATCH = 20
with writing(Path(sys.argv[1])) as connection:
    with bulk.bulk(connection, told=lambda done, total: print("indexed", done, flush=True)):
        for number in range(400):
            add(connection, 2020070700001 + (number * 37) % 400, body="cầu số " + str(number))
            if number % 50 == 0:
                print("loaded", number, flush=True)
        connection.execute("UPDATE articles SET title = 'Đổi' WHERE id % 7 = 0")
"""


@pytest.mark.parametrize("moment", ["loaded 0", "loaded 200", "indexed 20", "indexed 200", "indexed 400"])
def test_killed_at_any_moment_the_indexes_are_completed(tmp_path: Path, moment: str) -> None:
    new_archive(tmp_path / "archive.db").close()
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", LOADER, str(tmp_path)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=root, env={**os.environ, "PYTHONPATH": str(root)}
    )
    assert process.stdout is not None
    with process.stdout:
        for line in process.stdout:
            if line.strip() == moment:
                time.sleep(0.01)
                process.send_signal(signal.SIGKILL)
                break
    process.wait()
    with reading(tmp_path) as reader:
        total = reader.execute("SELECT count(*) FROM articles").fetchone()[0]
        assert search.count(reader, "cau") == total - waiting(reader)
    with writing(tmp_path) as connection:
        recover(tmp_path, connection)
        assert search.count(connection, "cau") == total
        assert not is_bulk(connection)
        check_indexes(connection)
