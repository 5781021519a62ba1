"""The commands for reading and counting as a person types them, on the crawled demonstration."""

import csv
import io
import json
import os
import pty
import re
import select
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from archive.display import width
from tests.cli.conftest import Crawled
from tests.cli.running import ROOT, clean, command, tintinh

READING = ("search", "kwic", "trend", "export jsonl")


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("words", READING)
def test_each_takes_the_same_filters(crawled: Crawled, words: str) -> None:
    shown = crawled.run(*words.split()[:1], "--help").out
    options = ("site", "province", "kind", "section", "from", "to", "month", "has-photo", "changed", "gone")
    assert all(f"--{name} " in shown for name in options)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--site", "tihn"), "did you mean tinh"),
        (("--province", "Binh Thaun"), "did you mean Bình Thuận"),
        (("--kind", "portals"), "did you mean portal"),
        (("--section", "x"), "no section 'x'"),
        (("--from", "2020-02-30"), "no day 2020-02-30"),
        (("--month", "2020-13"), "is no month"),
        (("--month", "2020-07", "--to", "2020-07-02"), "not both"),
    ],
)
@pytest.mark.parametrize("words", READING)
def test_a_filter_that_cannot_be_is_one_line(crawled: Crawled, words: str, options: tuple[str, ...], says: str) -> None:
    done = crawled.run(*words.split(), "tau", *options)
    assert (done.code, done.out) == (2, "")
    assert says in done.line


def test_filters_narrow_every_command_alike(crawled: Crawled) -> None:
    options = ("--month", "2020-07", "--has-photo", "--site", "tinh", "--kind", "portal")
    found = [one["id"] for one in lines(crawled.run("search", "tau", "--json", "--all", *options).out)]
    assert found
    assert [one["id"] for one in lines(crawled.run("export", "jsonl", "tau", *options).out)] == found
    places = [one["id"] for one in lines(crawled.run("kwic", "tau", "--json", *options).out)]
    assert list(dict.fromkeys(places)) == found
    (row,) = lines(crawled.run("trend", "tau", "--json", *options).out)
    assert row["n"] == len(found)
    facets = crawled.run("search", "tau", "--facets", "year", "--json", *options).json
    assert facets == {
        "count": len(found),
        "facets": {"year": {"values": [{"value": "2020", "count": len(found)}], "unknown": 0}},
    }
    oldest = [one["id"] for one in lines(crawled.run("search", "tau", "--json", "--oldest", *options).out)]
    assert oldest == found[::-1]


def test_the_note_of_an_export_names_every_filter(crawled: Crawled, tmp_path: Path) -> None:
    crawled.run("export", "csv", "tau", "--month", "2020-07", "--has-photo", "-o", tmp_path / "a.csv")
    note = json.loads((tmp_path / "a.csv.export.json").read_text())
    assert note["filters"] == {"month": "2020-07", "has_photo": True}


def test_facets_for_a_person(crawled: Crawled) -> None:
    done = crawled.run("search", "tau", "--facets", "province,province-now,year")
    assert (done.code, done.err) == (0, "")
    assert re.match(r"\d+ articles\n\nprovince\n  Bình Thuận +\d+  █", done.out)
    assert re.search(r"province now\n  Lâm Đồng +\d+  █", done.out)
    done = crawled.run("search", "tau", "--facets", "provinces")
    assert (done.code, done.line) == (2, "tintinh: no facet is called 'provinces'; did you mean province?")


def test_facets_are_the_same_with_a_sidecar_and_an_old_one_is_named(crawled: Crawled, tmp_path: Path) -> None:
    shutil.copytree(crawled.folder, tmp_path / "a")
    asked = ("search", "tau", "--facets", "province,province-now,site,kind,section,year,month", "--archive", "a")
    before = tintinh(*asked, cwd=tmp_path)
    assert tintinh("index", "--archive", "a", cwd=tmp_path).code == 0
    assert tintinh(*asked, cwd=tmp_path) == before
    with closing(sqlite3.connect(tmp_path / "a" / "archive.db")) as connection:
        connection.execute("DELETE FROM changes")
        connection.commit()
    after = tintinh(*asked, cwd=tmp_path)
    assert after.out == before.out
    assert "tintinh index" in after.line


def test_kwic(crawled: Crawled) -> None:
    done = crawled.run("kwic", '"thanh long"', "--sort", "right", "--limit", "5")
    assert done.code == 0
    rows = done.out.splitlines()
    assert len(rows) == 5
    assert len({width(row.split("|")[0]) for row in rows}) == 1, "the hits stand in one column"
    assert all(re.fullmatch(r"thanh long *", row.split(" | ")[1], re.IGNORECASE) for row in rows)
    assert done.line == "5 lines; there are more: --limit N, or all with --csv"
    table = list(csv.DictReader(io.StringIO(crawled.run("kwic", '"thanh long"', "--csv").out)))
    assert list(table[0]) == ["id", "url", "date", "site", "field", "left", "hit", "right"]
    assert len(table) > 5
    assert lines(crawled.run("kwic", '"thanh long"', "--json").out)[0] == {**table[0], "id": int(table[0]["id"])}
    assert "there are newest, date, left, right" in crawled.run("kwic", "tau", "--sort", "up").line
    assert crawled.run("kwic", "tahu").line.startswith("no lines; did you mean ")


def test_trend(crawled: Crawled, tmp_path: Path) -> None:
    done = crawled.run("trend", "tau", '"thanh long"', "--by", "year")
    assert (done.code, done.err) == (0, "")
    assert re.search(r"^tau: \d+ of \d+ articles, [\d.]+ %$", done.out, re.MULTILINE)
    table = list(csv.DictReader(io.StringIO(crawled.run("trend", "tau", "--by", "year", "--csv").out)))
    assert all(row["share"] == "" or float(row["share"]) == int(row["n"]) / int(row["total"]) for row in table)
    years = [int(row["period"]) for row in table]
    assert years == list(range(years[0], years[-1] + 1))
    done = crawled.run("trend", "tau", "--svg", tmp_path / "a.svg")
    assert (done.code, done.out, done.line) == (0, "", f"chart written to {tmp_path / 'a.svg'}")
    assert etree.parse(tmp_path / "a.svg").getroot().tag.endswith("svg")
    done = crawled.run("trend", "tau", "--svg", tmp_path / "none" / "a.svg")
    assert done.code == 1
    assert "cannot write" in done.line
    assert [path.name for path in tmp_path.iterdir()] == ["a.svg"]
    done = crawled.run("trend", "tau", "--png", tmp_path / "a.png")
    assert (done.code, done.out, done.line) == (0, "", f"chart written to {tmp_path / 'a.png'}")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


def test_similar(crawled: Crawled) -> None:
    number = lines(crawled.run("search", "tau", "--json", "--limit", "1").out)[0]["id"]
    done = crawled.run("similar", number)
    assert (done.code, done.out, done.err) == (0, "no other article shares a third of its text\n", "")
    assert crawled.run("similar", number, "--json").out == ""
    assert (crawled.run("similar", "7").code, crawled.run("similar", "7").out) == (1, "")


def test_a_story_is_shown_once(crawled: Crawled, tmp_path: Path) -> None:
    shutil.copytree(crawled.folder, tmp_path / "a")
    before = crawled.run("search", "tau", "--json").out
    first, second = [one["id"] for one in lines(before)][:2]
    with closing(sqlite3.connect(tmp_path / "a" / "archive.db")) as connection:
        connection.execute("INSERT INTO stories VALUES (?, ?), (?, ?)", (first, second, second, second))
        connection.commit()
    done = crawled.run("search", "tau", "--archive", tmp_path / "a")
    assert "    +1 on the same site\n" in done.out
    assert str(second) not in done.out
    copies = [one["copies"] for one in lines(crawled.run("search", "tau", "--json", "--archive", tmp_path / "a").out)]
    assert copies[0] == [{"id": second, "site": "tinh"}]
    everything = crawled.run("search", "tau", "--all", "--json", "--archive", tmp_path / "a").out
    assert [one["id"] for one in lines(everything)] == [one["id"] for one in lines(before)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("thahn", "no hits; did you mean thành, thân (for thahn)?"),
        ("zzzzzz", "no hits"),
        ("byline:x", "no hits"),
        ("C++", "no hits"),  # everything is near one letter
    ],
)
def test_a_search_that_finds_nothing_suggests_words(crawled: Crawled, text: str, says: str) -> None:
    done = crawled.run("search", text)
    assert (done.code, done.out, done.line) == (0, "", says)


def test_show_says_how_an_article_stands(crawled: Crawled) -> None:
    number = lines(crawled.run("search", "tau", "--json", "--limit", "1").out)[0]["id"]
    assert re.search(r"^ +seen  \d{4}-\d\d-\d\d \d\d:\d\dZ to ", crawled.run("show", number).out, re.MULTILINE)


def on_a_terminal(crawled: Crawled, *words: str, columns: int, **environment: str) -> str:
    """Run a command on a terminal of so many columns and return what it shows."""
    ours, theirs = pty.openpty()
    more = {"TINTINH_ARCHIVE": str(crawled.folder), "COLUMNS": str(columns), "TERM": "xterm", **environment}
    process = subprocess.Popen(command(*words), cwd=ROOT, env=clean(more), stdout=theirs, stderr=subprocess.PIPE)
    os.close(theirs)
    shown = b""
    while select.select([ours], [], [], 30)[0]:
        try:
            chunk = os.read(ours, 65536)
        except OSError:  # Linux: EIO when the other side is closed
            break
        if not chunk:
            break
        shown += chunk
    os.close(ours)
    process.communicate(timeout=30)
    assert process.returncode == 0
    return shown.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("columns", [60, 100])
@pytest.mark.parametrize(
    "words",
    [("search", "tau OR thanh"), ("kwic", "tau"), ("kwic", '"thanh long"'), ("trend", "tau"), ("similar", "tau")],
)
def test_no_line_is_wider_than_the_terminal(crawled: Crawled, words: tuple[str, ...], columns: int) -> None:
    if words[0] == "similar":
        words = ("show", str(lines(crawled.run("search", "tau", "--json", "--limit", "1").out)[0]["id"]))
    shown = on_a_terminal(crawled, *words, columns=columns)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    rows = [row for row in plain.splitlines() if "://" not in row]  # an address is not broken
    assert rows
    assert max(map(width, rows)) <= columns
    assert "\x02" not in plain
    assert ("\x1b[" in shown) is (words[0] in ("search", "kwic"))


def test_no_colour_where_none_is_wanted(crawled: Crawled) -> None:
    shown = on_a_terminal(crawled, "search", "tau", columns=80, NO_COLOR="1")
    assert "\x1b" not in shown
    assert "«" in shown
    assert "\x1b" not in on_a_terminal(crawled, "kwic", "tau", columns=80, TERM="dumb")
