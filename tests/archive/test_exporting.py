"""`export` whole: from a search to a file or folder with its side file; full disks, interruptions, folders of others."""

import csv
import hashlib
import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive import exporting, search
from archive.errors import ArchiveError, BadQuery, NoSpace, NotFound
from archive.export.formats import FORMATS
from archive.export.selection import Written
from archive.export.target import folder_target
from archive.exporting import export_to
from archive.filters import Filters
from demo.portal import Portal
from tests.archive.crawling import crawl_portal
from tests.archive.small_archive import add, new_archive
from tests.cli.running import clean

ARTICLES = [form.name for form in FORMATS.values() if form.holds == "articles"]
FILES = [form.name for form in FORMATS.values() if form.target == "file"]
FOLDERS = [form.name for form in FORMATS.values() if form.target == "folder"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "archive"
    folder.mkdir()
    connection = new_archive(folder / "archive.db")
    connection.execute("PRAGMA journal_mode = WAL")
    for number in range(1, 41):
        title = f"Tin {number} " + "dài " * 300
        add(connection, 2020070700000 + number, title=title, body=os.urandom(40_000).hex())
    connection.close()
    return folder


@pytest.fixture
def folder(tmp_path: Path, made: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "archive"))


def export(folder: Path, name: str, output: Path | None, query: str = "", **named: Any) -> Written:
    options: dict[str, Any] = {"exact": False, "for_spreadsheet": False} | named
    return export_to(folder, name, query, Filters(), output=output, **options)


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_export_and_its_note(tmp_path: Path) -> None:
    folder, target = tmp_path / "archive", tmp_path / "news.jsonl"
    with Portal() as portal:
        crawl_portal(folder, portal)
        expected = [truth for truth in portal.expected() if truth["site"] == "a"]
    filters = Filters(province="binh thuan")
    count = export_to(folder, "jsonl", "", filters, output=target, exact=True, for_spreadsheet=False).count
    records = [json.loads(line) for line in target.read_text().splitlines()]
    assert count == len(records) == len(expected)
    assert {record["url"] for record in records} == {truth["url"] for truth in expected}
    assert [record["id"] for record in records] == sorted((record["id"] for record in records), reverse=True)
    note = json.loads((tmp_path / "news.jsonl.export.json").read_text())
    assert (note["count"], note["filters"], note["exact"]) == (count, {"province": "binh thuan"}, True)


@pytest.mark.parametrize("name", ARTICLES)
def test_every_format_leaves_the_whole_and_a_note(folder: Path, tmp_path: Path, name: str) -> None:
    target = tmp_path / "out" / "tin"
    target.parent.mkdir()
    assert export(folder, name, target).count == 40
    assert left(target.parent) == ["tin", "tin.export.json"]
    note = json.loads((target.parent / "tin.export.json").read_text())
    assert (note["count"], note["format"]) == (40, name)
    assert note["sha256"] == digest(target / note["manifest"] if "manifest" in note else target)
    assert target.is_dir() == (name in FOLDERS) == ("manifest" in note)


def test_wrong_usage_is_found_before_anything_is_read(tmp_path: Path) -> None:
    nowhere = tmp_path / "none"
    with pytest.raises(BadQuery, match="csv, jsonl"):
        export(nowhere, "docx", None)
    for name in FILES:
        with pytest.raises(BadQuery, match=f"export {name} makes a file: name it with -o"):
            export(nowhere, name, None)
    for name in FOLDERS:
        with pytest.raises(BadQuery, match=f"export {name} makes a folder: name it with -o"):
            export(nowhere, name, None)
    with pytest.raises(BadQuery, match="for csv"):
        export(nowhere, "jsonl", None, for_spreadsheet=True)


@pytest.mark.parametrize("name", ARTICLES)
def test_a_target_that_cannot_be_written_is_one_line(folder: Path, tmp_path: Path, name: str) -> None:
    for target in (tmp_path / "none" / "x", Path("/dev/full/x"), tmp_path / ("x" * 300)):
        with pytest.raises(ArchiveError, match="cannot write") as refused:
            export(folder, name, target)
        assert "\n" not in str(refused.value)
    assert left(tmp_path) == ["archive"]


@pytest.mark.parametrize("name", ARTICLES)
def test_a_query_that_cannot_be_read_leaves_what_was_there(folder: Path, tmp_path: Path, name: str) -> None:
    kept = tmp_path / "kept"
    kept.mkdir() if name in FOLDERS else kept.write_text("kept")
    with pytest.raises(BadQuery):
        export(folder, name, kept, "(")
    assert list(kept.iterdir()) == [] if name in FOLDERS else kept.read_text() == "kept"
    assert left(tmp_path) == ["archive", "kept"]


@pytest.mark.parametrize("name", ARTICLES)
def test_a_full_disk_leaves_no_half_export(folder: Path, tmp_path: Path, name: str) -> None:
    """A limit on the size of files stands for the disk; SQLite itself needs 32 KiB beside the archive to read it."""
    out = tmp_path / "out"
    out.mkdir()
    (out / "tin").write_text("before") if name not in FOLDERS else None
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, before[1]))
    try:
        with pytest.raises(NoSpace, match=r"no space left for .*/out/tin ") as full:
            export(folder, name, out / "tin")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "\n" not in str(full.value)
    assert left(out) == ([] if name in FOLDERS else ["tin"])
    assert name in FOLDERS or (out / "tin").read_text() == "before"


@pytest.mark.parametrize("name", ARTICLES)
def test_an_interruption_leaves_nothing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    real = search.ids

    def interrupted(*values: Any, **named: Any) -> Any:
        found = real(*values, **named)
        yield from (next(found) for _ in range(3))
        raise KeyboardInterrupt

    monkeypatch.setattr(exporting, "ids", interrupted)
    with pytest.raises(KeyboardInterrupt):
        export(folder, name, tmp_path / "tin")
    assert left(tmp_path) == ["archive"]


@pytest.mark.parametrize("name", ["jsonl", "parquet", "xlsx", "sqlite", "markdown"])
def test_a_killed_export_leaves_nothing_under_the_name(folder: Path, tmp_path: Path, name: str) -> None:
    code = f"""
import sys
from archive import exporting, search
real = search.ids
def half(*values, **named):
    found = real(*values, **named)
    yield from (next(found) for _ in range(30))
    print("half", flush=True)
    sys.stdin.read()
exporting.ids = half
from tests.archive.test_exporting import export
from pathlib import Path
export(Path({str(folder)!r}), {name!r}, Path({str(tmp_path / "tin")!r}))
"""
    call = [sys.executable, "-c", code]
    with subprocess.Popen(call, env=clean(None), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout
        assert child.stdout.readline() == "half\n"
        (hidden,) = (each for each in left(tmp_path) if each != "archive")
        assert hidden.startswith(".tintinh-")
        long_ago = time.time() - 3600
        os.utime(tmp_path / hidden, (long_ago, long_ago))
        assert export(folder, "jsonl", tmp_path / "other").count == 40
        assert hidden in left(tmp_path), "an export that runs is left alone, however old"
        child.kill()
    assert export(folder, name, tmp_path / "tin").count == 40
    assert not [each for each in left(tmp_path) if each.startswith(".tintinh-")]


@pytest.mark.parametrize("name", ARTICLES)
def test_all_is_read_from_one_state_of_the_archive(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """While the export runs, a crawl adds an article, changes one and takes one away. None of it is waited for or seen."""
    real = search.ids

    def meanwhile(*values: Any, **named: Any) -> Any:
        found = real(*values, **named)
        yield next(found)
        writer = sqlite3.connect(folder / "archive.db")
        writer.execute("PRAGMA recursive_triggers = ON")
        add(writer, 2020070699999, title="Mới")
        writer.execute("UPDATE articles SET title = 'Sửa', body = 'Sửa' WHERE id = 2020070700001")
        for table, column in (("facets", "article_id"), ("articles", "id")):
            writer.execute(f"DELETE FROM {table} WHERE {column} = 2020070700002")
        writer.commit()
        writer.close()
        yield from found

    quiet, busy = tmp_path / "quiet", tmp_path / "busy"
    export(folder, name, quiet)
    monkeypatch.setattr(exporting, "ids", meanwhile)
    assert export(folder, name, busy).count == 40
    assert content(quiet) == content(busy)


def content(path: Path) -> Any:
    """Return what two exports of the same articles have in common: all bytes, but an Excel file has the time in it."""
    if path.is_dir():
        return {each.relative_to(path): digest(each) for each in path.rglob("*") if each.is_file()}
    if path.read_bytes()[:2] == b"PK":
        from openpyxl import load_workbook

        with path.open("rb") as file:
            return list(load_workbook(file).worksheets[0].values)
    if path.read_bytes()[:6] == b"SQLite":
        connection = sqlite3.connect(path)
        found = connection.execute("SELECT id, title, body FROM articles ORDER BY id").fetchall()
        connection.close()
        return found
    return path.read_bytes()


def test_an_export_of_nothing_is_whole_too(folder: Path, tmp_path: Path) -> None:
    for name in ARTICLES:
        if name == "tei":
            with pytest.raises(NotFound, match="at least one"):
                export(folder, name, tmp_path / name, "zzzz")
            assert not (tmp_path / name).exists()
        else:
            assert export(folder, name, tmp_path / name, "zzzz").count == 0
            assert (tmp_path / name).exists()


class TestFolders:
    def test_our_own_is_replaced_whole(self, folder: Path, tmp_path: Path) -> None:
        target = tmp_path / "tin"
        export(folder, "text", target)
        export(folder, "markdown", target, "title:7")
        assert {path.suffix for path in target.rglob("2*") if path.is_file()} == {".md"}
        assert left(tmp_path) == ["archive", "tin", "tin.export.json"]

    def test_an_empty_one_is_taken(self, folder: Path, tmp_path: Path) -> None:
        (tmp_path / "tin").mkdir()
        assert export(folder, "text", tmp_path / "tin").count == 40

    @pytest.mark.parametrize(
        ("change", "says"),
        [
            (lambda at: (at / "note.txt").write_text("mine"), "holds files of yours (note.txt)"),
            (lambda at: (at / "articles.csv").write_text("mine"), "has been changed (articles.csv)"),
            (lambda at: (at / "articles.csv").unlink(), "has been changed (articles.csv)"),
            (lambda at: (at / "MANIFEST.sha256").unlink(), "is no export of tintinh"),
            (lambda at: (at / "MANIFEST.sha256").write_bytes(b"\xff"), "is no export of tintinh"),
        ],
    )
    def test_anything_else_is_left_alone(
        self, folder: Path, tmp_path: Path, change: Callable[[Path], object], says: str
    ) -> None:
        target = tmp_path / "tin"
        export(folder, "text", target)
        change(target)
        before = content(target)
        with pytest.raises(ArchiveError) as refused:
            export(folder, "text", target)
        assert str(refused.value) == (
            f"cannot write {target}: the folder is there already and {says}; name another, or remove it"
        )
        assert content(target) == before

    @pytest.mark.parametrize(("call", "stood"), [("rename", False), ("rmtree", True)])
    def test_a_kill_while_one_is_replaced_loses_neither(
        self, folder: Path, tmp_path: Path, call: str, stood: bool
    ) -> None:
        """Killed before the new folder has the name, or before the old one is gone: the next export puts it right."""
        target = tmp_path / "tin"
        export(folder, "text", target)
        before = content(target)
        code = f"""
import os, shutil
from pathlib import Path
from tests.archive.test_exporting import export
real = Path.rename
Path.rename = lambda self, to: os._exit(9) if {call!r} == "rename" and self.name == "whole" else real(self, to)
remove = shutil.rmtree
shutil.rmtree = lambda path, **named: os._exit(9) if {call!r} == "rmtree" and path.exists() else remove(path, **named)
export(Path({str(folder)!r}), "markdown", Path({str(target)!r}))
"""
        done = subprocess.run([sys.executable, "-c", code], env=clean(None), check=False)
        assert done.returncode == 9
        assert target.exists() == stood
        (kept,) = tmp_path.glob(".tintinh-*.before")
        assert content(kept) == before
        with pytest.raises(KeyboardInterrupt), folder_target(target):
            raise KeyboardInterrupt
        assert (content(target) == before) != stood
        assert export(folder, "markdown", target, "title:7").count == 1
        assert not list(tmp_path.glob(".tintinh-*.before"))
        assert len(list(target.rglob("*.md"))) == 1

    def test_a_file_is_no_folder_and_a_folder_no_file(self, folder: Path, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("x")
        (tmp_path / "folder").mkdir()
        with pytest.raises(ArchiveError, match="it is a file"):
            export(folder, "text", tmp_path / "file")
        for name in FILES:
            with pytest.raises(ArchiveError, match="it is no file"):
                export(folder, name, tmp_path / "folder")
            with pytest.raises(ArchiveError, match="it is no file"):
                export(folder, name, Path("/dev/null"))

    def test_the_manifest_is_what_sha256sum_reads(self, folder: Path, tmp_path: Path) -> None:
        export(folder, "text", tmp_path / "tin")
        lines = [line.partition("  ") for line in (tmp_path / "tin" / "MANIFEST.sha256").read_text().splitlines()]
        assert {name: digest for digest, _, name in lines} == {
            path.relative_to(tmp_path / "tin").as_posix(): digest(path)
            for path in (tmp_path / "tin").rglob("*")
            if path.is_file() and path.name != "MANIFEST.sha256"
        }
        with (tmp_path / "tin" / "articles.csv").open(newline="") as stream:
            files = [row["file"] for row in csv.DictReader(stream)]
        assert sorted(files) == [name for _, _, name in lines if name != "articles.csv"]


def test_an_old_note_does_not_outlive_what_it_says(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(folder, "jsonl", tmp_path / "tin")

    def full(path: Path) -> None:
        raise NoSpace("full")

    monkeypatch.setattr("archive.export.note.open_target", full)
    with pytest.raises(NoSpace):
        export(folder, "jsonl", tmp_path / "tin", "title:7")
    assert left(tmp_path) == ["archive", "tin"]
