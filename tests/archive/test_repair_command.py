"""`verify --repair`: whole captures get their rows, torn ends are copied aside and cut, nothing else is touched."""

import shutil
from pathlib import Path

import pytest

from archive import recovery
from archive.checking import check, check_and_repair
from archive.errors import ArchiveBusy, BadQuery
from archive.folder import writing
from demo.portal import Portal
from demo.sites import sites_of
from tests.archive.crawling import articles, crawl_portal, one, rows

TEAR = b"\x1f\x8b\x08\x00torn"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("repair") / "archive"
    with Portal() as portal:
        crawl_portal(folder, portal)
    return folder


@pytest.fixture
def archive(kept: Path, tmp_path: Path) -> Path:
    shutil.copytree(kept, tmp_path / "archive")
    return tmp_path / "archive"


def warc(folder: Path) -> Path:
    (path,) = (folder / "warc").glob("*.warc.gz")
    return path


def test_a_whole_archive_is_left_as_it_is(archive: Path) -> None:
    before = warc(archive).read_bytes()
    report = check_and_repair(archive, progress=None)
    assert (report["ok"], report["repaired"], report["findings"]) == (True, [], ())
    assert warc(archive).read_bytes() == before


def test_a_torn_end_is_copied_aside_and_cut(archive: Path) -> None:
    path = warc(archive)
    before = path.read_bytes()
    path.write_bytes(before + TEAR)
    assert not check(archive, [], progress=None)["ok"]
    report = check_and_repair(archive, progress=None)
    assert report["ok"]
    (done,) = report["repaired"]
    assert (done["adopted"], done["cut"]) == (0, len(TEAR))
    assert (archive / "warc" / done["damaged_copy"]).read_bytes() == TEAR
    assert path.read_bytes() == before
    assert check_and_repair(archive, progress=None)["repaired"] == []


def test_a_lost_database_is_made_again_from_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "archive"
    with Portal() as portal:
        sites = sites_of(portal)
        crawl_portal(folder, portal)
        monkeypatch.setattr(
            recovery, "site_of", lambda url: next(one for one in sites if one.has_host(url.split("/")[2]))
        )
    captured = "SELECT record_id, file, offset, group_end, refers_to IS NULL FROM captures ORDER BY offset"
    before, captures = articles(folder), rows(folder, captured)
    for path in folder.glob("archive.db*"):
        path.unlink()
    assert check_and_repair(folder, progress=None)["ok"]
    assert rows(folder, captured) == captures
    assert articles(folder) == before


def test_rows_that_a_backup_of_the_database_did_not_have_come_back(archive: Path) -> None:
    before = rows(archive, "SELECT record_id, offset, request_offset, group_end FROM captures ORDER BY offset")
    with writing(archive) as connection:
        for table in ("photos", "attachments", "facets", "versions", "articles", "problems"):
            connection.execute(f"DELETE FROM {table}")
        connection.execute("DELETE FROM captures")
        connection.execute("DELETE FROM warc_files")
    report = check_and_repair(archive, progress=None)
    assert report["ok"]
    assert report["findings"] == ()
    after = rows(archive, "SELECT record_id, offset, request_offset, group_end FROM captures ORDER BY offset")
    assert after == before


def test_bytes_that_are_damaged_inside_are_not_touched(archive: Path) -> None:
    path = warc(archive)
    offset, length = rows(archive, "SELECT offset, length FROM captures WHERE kind = 'article'")[0]
    data = bytearray(path.read_bytes())
    data[offset + length // 2] ^= 0xFF
    path.write_bytes(data)
    report = check_and_repair(archive, progress=None)
    assert not report["ok"]
    assert path.read_bytes() == data
    affected = [one for one in report["findings"] if one["code"] == "row_without_record"]
    assert len(affected) == 1
    assert affected[0]["url"].startswith("http://127.0.0.1")
    assert affected[0]["capture_id"]


def test_a_copy_of_a_file_under_another_name_is_not_adopted_twice(archive: Path) -> None:
    path = warc(archive)
    shutil.copy(path, path.with_name("copy.warc.gz"))
    captures = one(archive, "SELECT count(*) FROM captures")
    check_and_repair(archive, progress=None)
    assert one(archive, "SELECT count(*) FROM captures") == captures


def test_it_takes_the_lock(archive: Path) -> None:
    with writing(archive), pytest.raises(ArchiveBusy):
        check_and_repair(archive, progress=None)


def test_the_options_exclude_each_other(archive: Path) -> None:
    from archive.checking import verified

    with pytest.raises(BadQuery):
        verified(archive, [warc(archive)], repair=True, salvaged=None, output=None, progress=None)
    with pytest.raises(BadQuery):
        verified(archive, [], repair=False, salvaged=None, output=warc(archive), progress=None)
