"""`ingest` and `verify --repair|--salvage` as a person types them: what they print, and their exit codes."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive import intake
from archive.errors import NoSpace
from tests.archive.foreign_samples import member, page, record, url, write
from tests.cli.running import inside


def torn(path: Path) -> Path:
    path.write_bytes(member(record("response", 1, page()))[:-9] + member(record("response", 2, page())))
    return path


def test_ingest_prints_a_report_and_verify_agrees(tmp_path: Path) -> None:
    write(tmp_path / "crawl.warc.gz", record("response", 1, page()))
    done = inside("ingest", "crawl.warc.gz", "--json", "--archive", "a", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert done.json["command"] == "ingest"
    assert done.json["hosts"]["vidu.vn"]["captures"] == 1
    done = inside("ingest", "crawl.warc.gz", "--archive", "a", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert "crawl.warc.gz: known already" in done.out
    assert inside("verify", "--archive", "a", cwd=tmp_path).out.endswith("whole\n")


def test_damage_in_a_file_is_one_line_and_exit_1(tmp_path: Path) -> None:
    torn(tmp_path / "torn.warc.gz")
    done = inside("ingest", "torn.warc.gz", "--archive", "a", cwd=tmp_path)
    assert done.code == 1
    assert done.line.startswith("damage: torn.warc.gz, offset 0: ")
    assert url(1) in done.line


def test_a_full_disk_ends_with_a_report_and_exit_5(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "c.warc.gz", record("response", 1, page()))

    def full(*_: object, **__: object) -> None:
        raise NoSpace("archive.db: the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(intake, "record_late", full)
        done = inside("ingest", path, "--jobs", "1", "--archive", "a", cwd=tmp_path)
    assert (done.code, done.err) == (5, "archive.db: the disk is full\n")
    assert done.out.splitlines()[-1] == "stopped by: disk; run it again and it goes on from there"
    assert inside("ingest", path, "--archive", "a", cwd=tmp_path).code == 0


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    done = inside("ingest", "none.warc.gz", "--archive", "a", cwd=tmp_path)
    assert (done.code, done.line) == (2, "tintinh: none.warc.gz: no such file")
    assert not (tmp_path / "a").exists()


def test_a_folder_and_a_database_of_another_program(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    done = inside("ingest", "folder", "--archive", "a", cwd=tmp_path)
    assert done.code == 6
    assert "not an archive" in done.line
    with closing(sqlite3.connect(tmp_path / "folder" / "archive.db")) as connection:
        connection.execute("CREATE TABLE moz_places(id INTEGER)")
    done = inside("ingest", "folder", "--archive", "a", cwd=tmp_path)
    assert done.code == 6
    assert "not a tintinh archive" in done.line


def test_salvage_says_what_was_lost(tmp_path: Path) -> None:
    torn(tmp_path / "torn.warc.gz")
    done = inside("verify", "--salvage", "torn.warc.gz", "-o", "good.warc.gz", cwd=tmp_path)
    assert done.code == 4
    assert done.line.startswith("lost: torn.warc.gz, offset 0, ")
    assert done.out.startswith("1 records written to good.warc.gz; ")
    assert inside("verify", "good.warc.gz", cwd=tmp_path).code == 0
    done = inside("verify", "--salvage", "torn.warc.gz", "-o", "good.warc.gz", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert "exists already" in done.line


def test_options_that_do_not_go_together(tmp_path: Path) -> None:
    done = inside("verify", "--repair", "--salvage", "x", cwd=tmp_path)
    assert done.code == 2
    assert "not several of them" in done.line
