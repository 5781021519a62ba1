"""Reparse over the demonstration's portal: what a changed parser changes, in place, and what it must leave alone."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from archive import reparse as module
from archive import store
from archive.errors import ArchiveError
from archive.history import edits
from archive.jobs import crawl_sites
from archive.lines import of_reparse
from archive.parser_id import parser_id
from archive.processes import spread
from archive.reparse import reparse
from archive.reparse_report import shortened
from archive.rereading import Reread, Work, read_all
from archive.run import Bounds
from cli import app
from demo.portal import Change, Portal
from demo.sites import sites_of
from parsers.layout import Layout
from parsers.site import Site
from parsers.sites import known_sites

Sites = Mapping[str, Site]
_TABLES = ("articles", "versions", "photos", "attachments", "facets", "captures", "problems")
_TEXTS = "SELECT url, title, lede, caption, body, published, byline, source, section, layout, version FROM articles ORDER BY url"


def crawl(folder: Path, sites: Sites, *, recheck: bool = False) -> None:
    wanted = {site.id: (site, list[str]()) for site in sites.values()}
    crawl_sites(folder, wanted, agent="test", operator=None, bounds=Bounds(), recheck=recheck, tell=lambda _event: None)


def rows(folder: Path, query: str, *values: Any) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(folder / "archive.db")) as connection:
        return connection.execute(query, values).fetchall()


def dump(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    return {table: rows(folder, f"SELECT * FROM {table} ORDER BY 1, 2") for table in _TABLES}


def change(folder: Path, statement: str, *values: Any) -> None:
    with closing(sqlite3.connect(folder / "archive.db")) as connection, connection:
        connection.execute(statement, values)


def check_index(folder: Path) -> None:
    for table in ("articles_exact", "articles_folded"):
        change(folder, f"INSERT INTO {table}({table}, rank) VALUES ('integrity-check', 1)")


def varied(sites: Sites, vary: Callable[[Layout], Layout]) -> Sites:
    return {name: replace(site, layouts=tuple(map(vary, site.layouts))) for name, site in sites.items()}


def without_byline(layout: Layout) -> Layout:
    return replace(layout, byline=())


def never_fits(layout: Layout) -> Layout:
    return replace(layout, probe="div.no-such-thing")


def counted(read: list[int]) -> Callable[..., list[Reread]]:
    """Read as ever, and note how many were to be read."""

    def read_and_count(folder: Path, sites: Sites | None, works: Sequence[Work]) -> list[Reread]:
        read.append(len(works))
        return read_all(folder, sites, works)

    return read_and_count


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal() as running:
        yield running


@pytest.fixture
def sites(portal: Portal) -> Sites:
    return {site.id: site for site in sites_of(portal)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "archive"


@pytest.fixture
def edited(portal: Portal, sites: Sites, folder: Path) -> Change:
    """Crawl twice, with a correction in between; return what was corrected."""
    crawl(folder, sites)
    done = portal.publish_more()
    crawl(folder, sites, recheck=True)
    return done


@pytest.mark.usefixtures("edited")
def test_unchanged_parsers_change_nothing(sites: Sites, folder: Path) -> None:
    before = dump(folder)
    report = reparse(folder, sites=sites)
    assert dump(folder) == before
    assert report["total"] == {"same": 32, "changed": 0, "new": 0, "versions": 0, "refused": 0, "none": 0}
    assert (report["exit_code"], report["stopped_by"], report["fields"]) == (0, None, {})


@pytest.mark.usefixtures("edited")
def test_what_is_read_already_is_not_read_again(sites: Sites, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    monkeypatch.setattr(module, "read_all", counted(read))
    reparse(folder, sites=sites)
    assert sum(read) == 0
    change(folder, "UPDATE articles SET parser = 'binhthuan/2019' WHERE site_id = 'binhthuan'")
    reparse(folder, sites=sites)
    assert sum(read) == 22


@pytest.mark.usefixtures("edited")
def test_a_better_reading_is_the_same_version_and_can_be_taken_back(sites: Sites, folder: Path) -> None:
    before, texts = dump(folder), rows(folder, _TEXTS)
    report = reparse(folder, sites=varied(sites, without_byline))
    assert report["total"]["changed"] == report["fields"]["byline"]["changed"] > 0
    assert report["total"]["versions"] == 0
    assert rows(folder, "SELECT count(*) FROM articles WHERE byline IS NOT NULL") == [(0,)]
    assert [(row[0], row[-1]) for row in rows(folder, _TEXTS)] == [(row[0], row[-1]) for row in texts]
    assert len(dump(folder)["versions"]) == len(before["versions"])
    check_index(folder)
    assert reparse(folder, sites=varied(sites, without_byline))["total"]["changed"] == 0
    reparse(folder, sites=sites)
    assert dump(folder) == before
    check_index(folder)


@pytest.mark.usefixtures("edited")
def test_the_parser_of_each_text_is_named(sites: Sites, folder: Path) -> None:
    other = varied(sites, without_byline)
    reparse(folder, sites=other)
    for table in ("articles", "versions"):
        for parser, layout in rows(folder, f"SELECT parser, layout FROM {table}"):
            site = parser.partition("/")[0]
            assert parser == parser_id(other[site], layout) != parser_id(sites[site], layout)


def test_the_history_holds_edits_of_the_site_not_of_the_parser(edited: Change, sites: Sites, folder: Path) -> None:
    def only_first(layout: Layout) -> Layout:
        return replace(layout, lede=(), byline=(), drop=(*layout.drop, "img"))

    reparse(folder, sites=varied(sites, only_first))
    with closing(sqlite3.connect(folder / "archive.db")) as connection:
        (edit,) = edits(connection, since="2020-01-01")
    assert (edit["url"], edit["fields"], edit["removed"], edit["added"]) == (edited.edited, ["body"], 1, 1)
    assert edit["same_parser"]


@pytest.mark.usefixtures("edited")
def test_a_dry_run_writes_nothing_and_gives_examples(sites: Sites, folder: Path) -> None:
    before, runs = dump(folder), rows(folder, "SELECT * FROM runs")
    report = reparse(folder, sites=varied(sites, without_byline), dry_run=True)
    assert (dump(folder), rows(folder, "SELECT * FROM runs")) == (before, runs)
    assert 1 <= len(report["fields"]["byline"]["examples"]) <= 3
    example = report["fields"]["byline"]["examples"][0]
    assert rows(folder, "SELECT byline FROM articles WHERE id = ?", example["article"]) == [(example["before"],)]
    assert example["after"] == ""
    lines = list(of_reparse(report))
    assert f"    {example['article']}  {example['before']} -> (none)" in lines
    assert lines[-1] == "nothing was written"
    assert reparse(folder, sites=varied(sites, without_byline))["total"] == report["total"]


@pytest.mark.usefixtures("edited")
def test_what_todays_parser_refuses_stays_and_is_told(sites: Sites, folder: Path) -> None:
    before = dump(folder)
    broken = varied(sites, never_fits)
    report = reparse(folder, sites=broken, only=["binhthuan"])
    assert dump(folder) == before
    assert report["exit_code"] == 1
    assert report["sites"]["binhthuan"]["refused"] == {"drift": 22}
    assert list(report["sites"]) == ["binhthuan"]
    assert all(one["article"] and "binhthuan" in one["message"] for one in report["refusals"])
    assert reparse(folder, sites=broken, only=["binhthuan"])["exit_code"] == 1  # told every time


def test_pages_in_drift_become_articles(portal: Portal, sites: Sites, folder: Path, tmp_path: Path) -> None:
    crawl(folder, varied(sites, never_fits))
    assert rows(folder, _TEXTS) == []
    assert rows(folder, "SELECT count(*) FROM problems WHERE code = 'drift'")[0][0] > 0
    dry = reparse(folder, sites=sites, dry_run=True)
    report = reparse(folder, sites=sites)
    twin = tmp_path / "twin"
    crawl(twin, sites)
    assert rows(folder, _TEXTS) == rows(twin, _TEXTS)
    assert report["total"]["new"] == dry["total"]["new"] == len(portal.expected())
    assert rows(folder, "SELECT count(*) FROM problems WHERE code = 'drift'") == [(0,)]
    assert rows(folder, "SELECT site_id, layout FROM signatures") == rows(
        twin, "SELECT site_id, layout FROM signatures"
    )
    kinds = "SELECT kind, count(*) FROM captures GROUP BY kind"
    assert dict(rows(folder, kinds))["article"] == dict(rows(twin, kinds))["article"]
    first = "SELECT a.first_seen = c.captured, a.last_seen = c.captured FROM articles a JOIN captures c ON c.id = a.capture_id"
    assert set(rows(folder, first)) == {(1, 1)}
    assert reparse(folder, sites=sites)["total"]["new"] == 0


def test_a_page_that_is_gone_meanwhile_becomes_an_article_that_is_missing(
    portal: Portal, sites: Sites, folder: Path
) -> None:
    crawl(folder, varied(sites, never_fits))
    removed = portal.publish_more().removed
    crawl(folder, varied(sites, never_fits), recheck=True)
    reparse(folder, sites=sites)
    (at,) = rows(folder, "SELECT captured FROM captures WHERE url = ? AND status = 404", removed)
    assert rows(folder, "SELECT missing_since, gone_at FROM articles WHERE url = ?", removed) == [(at[0], None)]
    assert rows(folder, "SELECT count(*) FROM articles WHERE missing_since IS NOT NULL") == [(1,)]
    later = "SELECT count(*) FROM articles a JOIN captures c ON c.id = a.capture_id WHERE a.last_seen > c.captured"
    assert rows(folder, later)[0][0] > 0  # "not modified" in the second crawl


def test_a_later_capture_in_drift_becomes_the_next_version(portal: Portal, sites: Sites, folder: Path) -> None:
    crawl(folder, sites)
    done = portal.publish_more()
    crawl(folder, varied(sites, never_fits), recheck=True)
    query = "SELECT version, body, last_seen, capture_id FROM articles WHERE url = ?"
    ((version, body, seen, capture),) = rows(folder, query, done.edited)
    assert version == 1
    assert done.before in body
    crawl(folder, varied(sites, never_fits), recheck=True)  # "not modified": seen once more, but not the old text
    dry = reparse(folder, sites=sites, dry_run=True)
    report = reparse(folder, sites=sites)
    assert report["total"] == dry["total"]
    assert (report["total"]["changed"], report["total"]["versions"], report["total"]["new"]) == (1, 1, 1)
    ((version, body, last, present),) = rows(folder, query, done.edited)
    assert version == 2
    assert done.after in body
    assert present > capture
    assert rows(folder, "SELECT max(captured) FROM captures WHERE url = ? AND status = 304", done.edited) == [(last,)]
    assert rows(folder, "SELECT seen_until, capture_id FROM versions") == [(seen, capture)]
    assert reparse(folder, sites=sites)["total"]["changed"] == 0


def test_captures_made_before_the_site_was_known_are_read(sites: Sites, folder: Path) -> None:
    crawl(folder, varied(sites, never_fits))
    change(folder, "UPDATE captures SET site_id = NULL, key = url")
    change(folder, "DELETE FROM frontier")
    report = reparse(folder, sites=sites)
    assert report["total"]["new"] > 20
    found = rows(folder, "SELECT c.url, c.key, c.site_id FROM articles a JOIN captures c ON c.key = a.key")
    assert len(found) == report["total"]["new"]
    for url, own, site in found:
        assert own == url.removeprefix("http://")
        assert site in sites


@pytest.mark.usefixtures("edited")
def test_a_site_that_is_known_no_more_is_refused(sites: Sites, folder: Path) -> None:
    before = dump(folder)
    report = reparse(folder, sites={"binhthuan": sites["binhthuan"]})
    assert report["sites"]["sotttt-hanoi"]["refused"] == {"unknown_site": 10}
    assert report["exit_code"] == 1
    assert dump(folder) == before


@pytest.mark.usefixtures("edited")
def test_a_damaged_record_is_refused_and_the_rest_is_read(sites: Sites, folder: Path) -> None:
    query = "SELECT c.file, c.offset, a.id FROM articles a JOIN captures c ON c.id = a.capture_id ORDER BY a.id LIMIT 1"
    ((file, offset, article),) = rows(folder, query)
    with (folder / "warc" / file).open("r+b") as warc:
        warc.seek(offset + 40)
        warc.write(b"\0" * 40)
    other = varied(sites, without_byline)
    report = reparse(folder, sites=other)
    assert report["total"]["refused"] == 1
    (refusal,) = report["refusals"]
    assert (refusal["article"], refusal["reason"]) == (article, "unreadable")
    assert "tintinh verify" in refusal["message"]
    stale = "SELECT id FROM articles WHERE parser NOT IN (?, ?)"
    todays = [parser_id(site, site.layouts[0].name) for site in other.values()]
    assert rows(folder, stale, *todays) == [(article,)]


@pytest.mark.usefixtures("edited")
def test_several_processes_give_what_one_gives(sites: Sites, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BATCH", 5)
    pickles = {"binhthuan": sites["binhthuan"]}
    other = varied(
        pickles, lambda one: replace(one, byline=(), lede=(), source=())
    )  # a rule made by a function does not pickle
    alone = reparse(folder, only=["binhthuan"], sites=other, jobs=1, dry_run=True)
    several = reparse(folder, only=["binhthuan"], sites=other, jobs=2)
    assert (several["total"], several["sites"]) == (alone["total"], alone["sites"])
    assert rows(folder, "SELECT count(*) FROM articles WHERE byline IS NOT NULL AND site_id = 'binhthuan'") == [(0,)]


@pytest.mark.usefixtures("edited")
def test_several_processes_look_up_the_sites_known(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BATCH", 5)
    before = rows(folder, _TEXTS)
    change(folder, "UPDATE articles SET parser = 'of yesterday', byline = 'x', fields_digest = 'x'")
    report = reparse(folder, jobs=2)
    assert (report["exit_code"], report["total"]["changed"]) == (0, 32)
    assert rows(folder, _TEXTS) == before


@pytest.mark.usefixtures("edited")
def test_an_interrupted_run_keeps_what_it_did_and_the_next_goes_on(
    sites: Sites, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_BATCH", 5)
    other = varied(sites, without_byline)
    done: list[int] = []

    def interrupt(now: int, _all: int) -> None:
        done.append(now)
        if len(done) == 2:
            raise KeyboardInterrupt

    report = reparse(folder, sites=other, jobs=1, progress=interrupt)
    assert (report["exit_code"], report["stopped_by"]) == (130, "interrupt")
    stored = "SELECT command, exit_code, report FROM runs ORDER BY id DESC LIMIT 1"
    ((command, code, text),) = rows(folder, stored)
    assert (command, code, json.loads(text)["total"]) == ("reparse", 130, report["total"])
    query = "SELECT count(*) FROM articles WHERE parser IN (?, ?)"
    todays = [parser_id(site, site.layouts[0].name) for site in other.values()]
    assert rows(folder, query, *todays) == [(10,)]
    read: list[int] = []
    monkeypatch.setattr(module, "read_all", counted(read))
    assert reparse(folder, sites=other, jobs=1)["exit_code"] == 0
    assert sum(read) == 22
    assert rows(folder, query, *todays) == [(32,)]


@pytest.mark.usefixtures("edited")
def test_a_batch_is_kept_whole_or_not_at_all(sites: Sites, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, calls = dump(folder), iter(range(5))
    whole = store.reread_article

    def interrupted(*values: Any) -> None:
        if next(calls, None) is None:
            raise KeyboardInterrupt
        whole(*values)

    monkeypatch.setattr(store, "reread_article", interrupted)
    report = reparse(folder, sites=varied(sites, without_byline))
    assert (report["exit_code"], report["total"]["same"], report["total"]["changed"]) == (130, 0, 0)
    assert dump(folder) == before


@pytest.mark.usefixtures("edited")
def test_progress_ends_at_all_bytes(sites: Sites, folder: Path) -> None:
    told: list[tuple[int, int]] = []
    reparse(
        folder, sites=varied(sites, without_byline), progress=lambda done, everything: told.append((done, everything))
    )
    assert told[-1][0] == told[-1][1] > 0


@pytest.mark.usefixtures("edited")
def test_the_command_reads_with_the_sites_known(folder: Path) -> None:
    done = CliRunner().invoke(app, ["--archive", str(folder), "reparse", "binhthuan", "--dry-run", "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["total"]["same"] == 22
    assert CliRunner().invoke(app, ["--archive", str(folder), "reparse", "no-such-site"]).exit_code == 2
    assert CliRunner().invoke(app, ["--archive", str(folder / "none"), "reparse"]).exit_code == 6


def test_parser_ids_are_the_same_in_every_process() -> None:
    here = {site.id: [parser_id(site, one.name) for one in site.layouts] for site in known_sites().values()}
    program = (
        "import json; from archive.parser_id import parser_id; from parsers.sites import known_sites; "
        "print(json.dumps({s.id: [parser_id(s, l.name) for l in s.layouts] for s in known_sites().values()}))"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, check=True)
    assert json.loads(done.stdout) == here


def test_a_parser_id_tells_layouts_apart_and_sees_every_rule() -> None:
    site = known_sites()["binhthuan"]
    first = site.layouts[0]

    def one_of(word: str) -> Any:
        def rule(_page: Any) -> str:
            return word

        return rule

    changed = [
        replace(first, title="h1.other"),
        replace(first, until="2021-12-31"),
        replace(first, title=one_of("a")),
        replace(first, title=one_of("b")),
    ]
    ids = [parser_id(replace(site, layouts=(one, *site.layouts[1:])), first.name) for one in (first, *changed)]
    assert len(set(ids)) == 5
    assert all(one.startswith("binhthuan/2019@") for one in ids)
    more = replace(site, layouts=(*site.layouts, replace(first, name="2021", probe="main")))
    value, _, rest = parser_id(more, first.name).partition(".")
    assert value == ids[0].partition(".")[0]  # the same layout
    assert rest != ids[0].partition(".")[2]  # but another one may be chosen now


@pytest.fixture
def deadly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A module that a new process can import: a reading that kills the process over the numbers in DEADLY."""
    text = (
        "import os, signal\nDEADLY = {7, 8, 31}\n"
        "def read(numbers):\n"
        "    if DEADLY & set(numbers):\n        os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return [number * 10 for number in numbers]\n"
        "def fail(numbers):\n    raise ValueError(numbers[0])\n"
        "def die(numbers):\n    os._exit(1)\n"
    )
    (tmp_path / "deadly_reading.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    import importlib

    return importlib.import_module("deadly_reading")


def test_a_process_that_dies_costs_only_the_item_it_died_over(deadly: Any) -> None:
    batches = [list(range(first, first + 10)) for first in range(0, 40, 10)]
    results = [one for result in spread(deadly.read, batches, jobs=2, died=lambda number: -number) for one in result]
    assert sorted(results) == sorted(-number if number in deadly.DEADLY else number * 10 for number in range(40))


def test_what_a_reading_raises_is_raised_here(deadly: Any) -> None:
    with pytest.raises(ValueError, match="3"):
        list(spread(deadly.fail, [[3]], jobs=1, died=lambda number: number))


def test_processes_that_never_live_are_an_error_not_a_loop(deadly: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.processes._BARREN", 2)
    with pytest.raises(ArchiveError, match="--jobs 1"):
        list(spread(deadly.die, [list(range(100))] * 3, jobs=1, died=lambda number: number))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "Mai", {"before": "", "after": "Mai"}),
        ("a\n\nb", "a\n\nc", {"before": "a ¶ b", "after": "a ¶ c"}),
        ("x" * 200 + "a", "x" * 200 + "b", {"before": "…" + "x" * 20 + "a", "after": "…" + "x" * 20 + "b"}),
        ("ab", "a" + "c" * 200, {"before": "ab", "after": "a" + "c" * 79 + "…"}),
    ],
)
def test_examples_begin_near_the_difference(before: str, after: str, expected: dict[str, str]) -> None:
    assert shortened(before, after) == expected
