"""The writing commands whole: plans, exports, reports in the database, and ends that nobody wished for."""

import json
from pathlib import Path

import pytest

from archive import recording
from archive.errors import CannotOpen, NoSpace
from archive.folder import reading
from archive.jobs import plan
from demo.portal import Portal
from demo.sites import sites_of
from tests.archive.crawling import (
    articles,
    assert_exact,
    assert_whole,
    crawl_portal,
    one,
    rows,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "archive"


def test_a_plan_asks_nothing_and_makes_nothing(folder: Path) -> None:
    with Portal() as portal:
        wanted = {site.id: (site, list[str]()) for site in sites_of(portal)}
        text = "\n".join(plan(folder, wanted))
        assert portal.log == []
    assert not folder.exists()
    assert f"begin at {portal.a}/" in text
    assert f"{folder}: an archive would be made there" in text


def test_a_plan_says_where_no_archive_can_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for folder in (tmp_path / "file", tmp_path / "file" / "below" / "it"):
        with pytest.raises(CannotOpen, match="file: a file, so no archive can be made there"):
            list(plan(folder, {}))


def test_a_plan_says_what_is_left_over(folder: Path) -> None:
    with Portal() as portal:
        crawl_portal(folder, portal, pages=5)
        left = one(folder, "SELECT count(*) FROM frontier WHERE state = 'todo'")
        wanted = {site.id: (site, list[str]()) for site in sites_of(portal)}
        assert f"{left} addresses are left over" in "\n".join(plan(folder, wanted))
    assert left > 10


@pytest.mark.parametrize("left", [None, b""], ids=["removed", "empty"])
def test_nothing_begins_anew_beside_the_files_of_a_lost_database(folder: Path, left: bytes | None) -> None:
    with Portal() as portal:
        crawl_portal(folder, portal, pages=5)
        for path in folder.glob("archive.db*"):
            path.unlink()
        if left is not None:
            (folder / "archive.db").write_bytes(left)
        count = len(portal.log)
        before = sorted((folder / "warc").iterdir())
        wanted = {site.id: (site, list[str]()) for site in sites_of(portal)}
        for attempt in (lambda: list(plan(folder, wanted)), lambda: crawl_portal(folder, portal)):
            with pytest.raises(
                CannotOpen, match=r"the database is lost, while 1 WARC files .* tintinh verify --repair"
            ):
                attempt()
        with pytest.raises(CannotOpen, match="the database is lost"), reading(folder):
            pass
        assert len(portal.log) == count
    assert sorted((folder / "warc").iterdir()) == before


def test_the_report_is_in_the_database_as_it_was_returned(folder: Path) -> None:
    with Portal() as portal:
        run = crawl_portal(folder, portal)
    ((report, code, command),) = rows(folder, "SELECT report, exit_code, command FROM runs")
    assert json.loads(report) == run.report
    assert (code, command) == (0, "crawl")
    for name in ("requests", "new", "failed", "skipped"):
        parts = [
            site[name] if isinstance(site[name], int) else sum(site[name].values())
            for site in run.report["sites"].values()
        ]
        assert run.total[name] == sum(parts)


@pytest.mark.parametrize("when", ["warc", "rows"])
def test_a_full_disk_ends_the_run_with_a_report(folder: Path, monkeypatch: pytest.MonkeyPatch, when: str) -> None:
    """Before the bytes are written, or between bytes and rows: nothing kept is lost, and the next run goes on."""
    with Portal() as portal:
        count = 0
        real = recording.record

        def full(*values: object, **named: object) -> object:
            nonlocal count
            count += 1
            if count == 8:
                raise NoSpace("the disk is full")
            return real(*values, **named)  # type: ignore[arg-type]  # passed on as they came

        if when == "rows":
            monkeypatch.setattr("archive.group._MOST", 1)
            monkeypatch.setattr(recording, "record", full)
            run = crawl_portal(folder, portal)
        else:
            crawl_portal(folder, portal, pages=7)
            with monkeypatch.context() as patched:
                patched.setattr(
                    "archive.warc.WarcWriter._check_room", lambda self, size: _raise(NoSpace("the disk is full"))
                )
                run = crawl_portal(folder, portal)
        assert (run.report["stopped_by"], run.report["exit_code"]) == ("disk", 5)
        assert "the disk is full" in run.told
        assert one(folder, "SELECT exit_code FROM runs ORDER BY id DESC LIMIT 1") == 5
        assert len(articles(folder)) > 0
        monkeypatch.undo()
        assert crawl_portal(folder, portal).report["exit_code"] == 0
        assert_exact(folder, portal.expected())
    assert_whole(folder)


def _raise(error: Exception) -> None:
    raise error
