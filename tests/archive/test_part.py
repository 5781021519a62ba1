"""A database that `export sqlite` made: verify knows that its WARC files stayed with the archive it is a part of."""

import shutil
from pathlib import Path

import pytest

from archive import search
from archive.checking import check
from archive.export.formats import FORMATS
from archive.export.selection import Selection
from archive.folder import reading
from archive.lines import of_status
from archive.status import status
from tests.archive.crawling import article, articles, crawl, listing, page_server, site_at


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    pages = {"/": listing(1, 2), "/bai-1.html": article("Một"), "/bai-2.html": article("Hai")}
    with page_server(pages) as server:
        crawl(tmp_path / "whole", [site_at(server)])
    return tmp_path / "whole"


@pytest.fixture
def part(whole: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "part"
    folder.mkdir()
    with reading(whole) as connection:
        selection = Selection(folder=whole, connection=connection, ids=search.ids(connection, "", None))
        FORMATS["sqlite"].writer()(selection, folder / "archive.db")
    return folder


def test_files_that_stayed_elsewhere_are_one_note(part: Path) -> None:
    report = check(part, [], progress=None)
    assert report["ok"]
    assert [(one["code"], one["level"]) for one in report["findings"]] == [("elsewhere", "note")]
    assert "1 of its WARC files stayed there" in report["findings"][0]["message"]
    assert len(articles(part)) == 2


def test_files_that_were_brought_along_are_checked(whole: Path, part: Path) -> None:
    shutil.copytree(whole / "warc", part / "warc")
    report = check(part, [], progress=None)
    assert (report["ok"], report["files"], report["captures"]) == (True, 1, 4)
    assert [one["level"] for one in report["findings"]] == ["note"]
    assert "2 captures of this file have no row" in report["findings"][0]["message"]
    path = next((part / "warc").iterdir())
    path.write_bytes(path.read_bytes()[:-50])
    assert not check(part, [], progress=None)["ok"]


def test_a_file_of_a_later_run_is_missed(part: Path) -> None:
    with page_server({"/": listing(9), "/bai-9.html": article("Chín")}) as server:
        crawl(part, [site_at(server)])
    assert check(part, [], progress=None)["ok"]
    for path in (part / "warc").iterdir():
        path.unlink()
    report = check(part, [], progress=None)
    assert not report["ok"]
    assert {one["code"] for one in report["findings"]} >= {"elsewhere", "unreadable"}


def test_an_archive_that_lost_its_files_is_damaged(whole: Path) -> None:
    shutil.rmtree(whole / "warc")
    assert not check(whole, [], progress=None)["ok"]


def test_status_says_how_it_was_made(part: Path) -> None:
    with reading(part) as connection:
        assert any(line.startswith("last run: export at ") for line in of_status(status(part, connection)))
