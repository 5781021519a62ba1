"""Opening an archive: locks, other programs' databases, damage, permissions, transactions."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest

from archive import frontier, schema
from archive.errors import ArchiveBusy, CannotOpen, NoSpace
from archive.folder import DATABASE, reading, transaction, writing
from archive.schema import APPLICATION_ID, VERSION

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an empty archive."""
    with writing(tmp_path / "archive", create=True):
        pass
    return tmp_path / "archive"


def test_a_new_archive_has_its_mark_version_and_parts(folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == [DATABASE, "lock", "warc"]
    with reading(folder) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_reader_cannot_write(folder: Path) -> None:
    with reading(folder) as connection, pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("INSERT INTO provinces(name, name_now) VALUES ('x', 'x')")


def test_a_reader_and_a_writer_do_not_wait_for_each_other(folder: Path) -> None:
    with writing(folder) as writer, reading(folder) as reader, transaction(writer):
        writer.execute("INSERT INTO provinces(name, name_now) VALUES ('x', 'x')")
        assert reader.execute("SELECT count(*) FROM provinces").fetchone() == (0,)


def test_a_second_writer_is_told_who_holds_it(folder: Path) -> None:
    with writing(folder), pytest.raises(ArchiveBusy, match=f"process {os.getpid()}"), writing(folder):
        pass
    with writing(folder):
        pass  # and it is free again


def test_the_lock_ends_with_a_process_that_is_killed(folder: Path) -> None:
    code = (
        "import os\nfrom pathlib import Path\nfrom archive.folder import writing\n"
        f"with writing(Path({str(folder)!r})):\n    os.kill(os.getpid(), 9)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == -9
    with writing(folder):
        pass


@pytest.mark.parametrize("create", [True, False])
def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path, create: bool) -> None:
    with closing(sqlite3.connect(tmp_path / DATABASE)) as connection:
        connection.execute("CREATE TABLE books(title)")
        connection.commit()
    before = (tmp_path / DATABASE).read_bytes()
    with pytest.raises(CannotOpen, match="is not a tintinh archive"), writing(tmp_path, create=create):
        pass
    with pytest.raises(CannotOpen, match="is not a tintinh archive"), reading(tmp_path):
        pass
    assert [path.name for path in tmp_path.iterdir()] == [DATABASE], "nothing was made in a folder that is not ours"
    assert (tmp_path / DATABASE).read_bytes() == before


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(b"%PDF-1.4\n" * 1000)
    for opening in (reading(tmp_path), writing(tmp_path, create=True)):
        with pytest.raises(CannotOpen, match="damaged or is none"), opening:
            pass


def test_a_newer_schema_is_refused_by_number(folder: Path) -> None:
    with writing(folder) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    for opening in (reading(folder), writing(folder)):
        with pytest.raises(CannotOpen, match=rf"schema {VERSION + 1}, this one knows {VERSION}"), opening:
            pass


@pytest.mark.parametrize("when", ["file made", "mark written", "version missing"])
def test_a_kill_while_the_database_is_made_does_no_harm(tmp_path: Path, when: str) -> None:
    folder = tmp_path / "archive"
    if when == "version missing":
        with writing(folder, create=True) as connection:
            connection.execute("PRAGMA user_version = 0")
    else:
        folder.mkdir()
        with closing(sqlite3.connect(folder / DATABASE)) as connection:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID if when == 'mark written' else 0}")
            connection.execute("PRAGMA journal_mode = WAL")
    with writing(folder, create=True) as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (0,)
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)


@pytest.mark.parametrize("first", ["reader", "writer"])
def test_a_kill_in_the_middle_of_a_first_write_is_undone(tmp_path: Path, first: str) -> None:
    """Before the write-ahead log there is a rollback journal, which a reader alone may not play back."""
    folder = tmp_path / "archive"
    code = (
        "import os, sqlite3\n"
        "from archive.schema import upgrade\n"
        f"connection = sqlite3.connect({str(folder / DATABASE)!r}, isolation_level=None)\n"
        "upgrade(connection)\n"
        "connection.execute('PRAGMA cache_size = 1')\n"
        "connection.execute('BEGIN')\n"
        "connection.executemany('INSERT INTO provinces(name, name_now) VALUES (?, ?)', [(str(n), 'x' * 5000) for n in range(99)])\n"
        "os.kill(os.getpid(), 9)\n"
    )
    folder.mkdir()
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == -9
    assert (folder / f"{DATABASE}-journal").stat().st_size
    with reading(folder) if first == "reader" else writing(folder) as connection:
        assert connection.execute("SELECT count(*) FROM provinces").fetchone() == (0,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_an_older_archive_is_upgraded_by_a_reader(folder: Path) -> None:
    with writing(folder) as connection:
        connection.execute("PRAGMA user_version = 0")
    with reading(folder) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)


def test_a_frontier_of_the_first_version_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    with (
        closing(sqlite3.connect(folder / DATABASE, isolation_level=None)) as connection,
        monkeypatch.context() as patch,
    ):
        patch.setattr(schema, "_MIGRATIONS", {"0001_create": schema._MIGRATIONS["0001_create"]})
        patch.setattr(schema, "VERSION", 1)
        schema.upgrade(connection)
        connection.execute(
            "INSERT INTO frontier(key, url, host, site_id, role, due, found) VALUES ('a', 'http://a', 'a', 's', 'seed', 'x', 'x')"
        )
    with writing(folder) as connection:
        entry = frontier.next_todo(connection, "a", ())
    assert entry is not None
    assert (entry.key, entry.method, entry.body, entry.list_page, entry.list_key) == ("a", "GET", None, 1, None)


def test_a_database_cut_in_half_is_one_line(folder: Path) -> None:
    path = folder / DATABASE
    os.truncate(path, path.stat().st_size // 2)
    with pytest.raises(CannotOpen, match="damaged") as caught:
        _use(folder)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def _use(folder: Path) -> None:
    with writing(folder) as connection:
        connection.execute("PRAGMA integrity_check").fetchall()
        connection.execute("SELECT * FROM captures").fetchall()
        connection.execute("INSERT INTO runs(command, started) VALUES ('x', 'x')")
        connection.execute("SELECT count(*) FROM articles_folded WHERE articles_folded MATCH 'a'").fetchone()


def test_no_folder_and_no_archive_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(CannotOpen, match="no such archive"), reading(tmp_path / "none"):
        pass
    with pytest.raises(CannotOpen, match="not an archive"), reading(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", ["file", "/proc/tintinh-cannot-be-here"])
def test_a_place_where_nothing_can_be_written_is_one_line(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("not a folder")
    folder = tmp_path / "file" / "archive" if place == "file" else Path(place)
    with pytest.raises(CannotOpen, match="cannot write there"), writing(folder, create=True):
        pass


class TestTransactions:
    def test_all_or_nothing(self, folder: Path) -> None:
        with writing(folder) as connection:
            with suppress(RuntimeError), transaction(connection):
                connection.execute("INSERT INTO provinces(name, name_now) VALUES ('x', 'x')")
                raise RuntimeError
            assert connection.execute("SELECT count(*) FROM provinces").fetchone() == (0,)
            with transaction(connection):
                connection.execute("INSERT INTO provinces(name, name_now) VALUES ('x', 'x')")
            assert connection.execute("SELECT count(*) FROM provinces").fetchone() == (1,)

    def test_a_full_disk_is_said_as_such(self, folder: Path) -> None:
        with writing(folder) as connection:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages}")
            with pytest.raises(NoSpace, match=DATABASE), transaction(connection):
                connection.execute("INSERT INTO provinces(name, name_now) VALUES (?, 'x')", ("x" * 100_000,))
            assert not connection.in_transaction
            assert connection.execute("SELECT count(*) FROM provinces").fetchone() == (0,)

    def test_foreign_keys_hold(self, folder: Path) -> None:
        with pytest.raises(sqlite3.IntegrityError), writing(folder) as connection, transaction(connection):
            connection.execute("INSERT INTO photos(article_id, position, url) VALUES (1, 1, 'x')")
