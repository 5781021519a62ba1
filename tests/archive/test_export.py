import csv
import hashlib
import io
import json
import os
import resource
import sqlite3
import stat
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive import search
from archive.errors import ArchiveError, NoSpace
from archive.export.csv import COLUMNS
from archive.export.formats import FORMATS
from archive.export.target import open_target, write_note
from archive.filters import Filters
from archive.record import iter_articles
from tests.archive.small_archive import add, new_archive


@pytest.fixture
def records() -> Iterator[list[dict[str, Any]]]:
    connection = new_archive()
    add(
        connection,
        2020070700001,
        title='=HYPERLINK("http://x")',
        lede='Có "ngoặc", phẩy;\r\nvà dòng',
        body="Một.\n\n+84 là số.",
        tags=["cầu", "đường"],
        photos=[("https://a/1.jpg", "Chú\nthích", None), ("https://a/2.jpg", None, "Bình")],
        attachments=[("https://a/1.pdf", "Kế hoạch"), ("https://a/2.pdf", "Phụ lục")],
        byline="@an",
    )
    add(connection, 2020070800001, title="Dòng\u2028lạ\u0085", body="Ấ\ud7ff😀\x00", lede="-5 độ", published=None)
    yield list(iter_articles(connection, search.ids(connection, "")))
    connection.close()


def written(name: str, records: list[dict[str, Any]], *, for_spreadsheet: bool = False) -> str:
    stream = io.StringIO(newline="")
    assert FORMATS[name](iter(records), stream, for_spreadsheet=for_spreadsheet) == len(records)
    return stream.getvalue()


def test_the_formats_are_the_modules_that_write() -> None:
    assert {"csv", "jsonl"} <= set(FORMATS)
    assert not {"target", "formats"} & set(FORMATS)


def test_jsonl_is_the_articles_line_by_line(records: list[dict[str, Any]]) -> None:
    text = written("jsonl", records)
    assert [json.loads(line) for line in text.splitlines()] == records
    assert text.endswith("}\n")
    assert "Kế hoạch" in text


def test_csv_reads_back_to_the_same_values(records: list[dict[str, Any]]) -> None:
    text = written("csv", records)
    newer, older = csv.DictReader(io.StringIO(text, newline=""))
    assert tuple(older) == COLUMNS
    assert older["title"] == '=HYPERLINK("http://x")'
    assert older["lede"] == 'Có "ngoặc", phẩy;\r\nvà dòng'
    assert older["body"].split("\n\n") == ["Một.", "+84 là số."]
    assert older["photo_urls"].split("\n") == ["https://a/1.jpg", "https://a/2.jpg"]
    assert older["captions"].split("\n") == ["Chú thích", ""]
    assert older["credits"].split("\n") == ["", "Bình"]
    assert older["tags"].split("\n") == ["cầu", "đường"]
    assert older["attachment_urls"].split("\n") == ["https://a/1.pdf", "https://a/2.pdf"]
    assert older["attachment_texts"].split("\n") == ["Kế hoạch", "Phụ lục"]
    assert (older["id"], older["version"], older["fallback"]) == ("2020070700001", "1", "false")
    assert (newer["published"], newer["body"]) == ("", "Ấ\ud7ff😀\x00")
    assert text.startswith("id,url,site,")
    assert text.endswith("\r\n")


def test_only_a_spreadsheet_gets_its_guard(records: list[dict[str, Any]]) -> None:
    text = written("csv", records, for_spreadsheet=True)
    assert text.startswith("\ufeffid,url,")
    newer, older = csv.DictReader(io.StringIO(text[1:], newline=""))
    assert older["title"] == '\'=HYPERLINK("http://x")'
    assert older["byline"] == "'@an"
    assert newer["lede"] == "'-5 độ"
    assert older["body"] == "Một.\n\n+84 là số."
    assert older["id"] == "2020070700001"


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r"])
def test_every_character_that_starts_a_formula_is_guarded(records: list[dict[str, Any]], first: str) -> None:
    rows = csv.reader(
        io.StringIO(written("csv", [records[0] | {"source": first + "1"}], for_spreadsheet=True), newline="")
    )
    assert "'" + first + "1" in list(rows)[1]


@pytest.mark.parametrize("name", ["csv", "jsonl"])
def test_memory_stays_flat(name: str) -> None:
    connection = new_archive()
    for number in range(1, 1501):
        add(connection, 2020070700000 + number, body="Cầu đường. " * 300)

    class Nowhere(io.StringIO):
        def write(self, text: str) -> int:
            return len(text)

    tracemalloc.start()
    count = FORMATS[name](iter_articles(connection, search.ids(connection, "cầu")), Nowhere())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    connection.close()
    assert count == 1500
    assert peak < 9_000_000  # the text is 1,500 x 3,300 characters at 2 bytes: 10 MB; a batch is a third of it


def test_a_file_appears_only_when_whole(tmp_path: Path) -> None:
    path = tmp_path / "tin.csv"
    with open_target(path) as stream:
        stream.write("Đảng\r\n")
        assert not path.exists()
    assert path.read_bytes() == "Đảng\r\n".encode()
    assert [each.name for each in tmp_path.iterdir()] == ["tin.csv"]
    umask = os.umask(0)
    os.umask(umask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~umask


@pytest.mark.parametrize("error", [ValueError("x"), KeyboardInterrupt(), sqlite3.OperationalError("x")])
def test_whatever_goes_wrong_leaves_what_was_there(tmp_path: Path, error: BaseException) -> None:
    path = tmp_path / "tin.csv"
    path.write_text("old")

    def export() -> None:
        with open_target(path) as stream:
            stream.write("half")
            raise error

    with pytest.raises(type(error)):
        export()
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["tin.csv"]


def test_a_full_disk_leaves_no_half_file(tmp_path: Path) -> None:
    path = tmp_path / "tin.csv"
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, before[1]))
    try:
        with pytest.raises(NoSpace, match=r"no space left for .*tin\.csv"), open_target(path) as stream:
            stream.writelines("x" * 1_000 for _ in range(100))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_a_device_is_written_to_and_never_replaced() -> None:
    with pytest.raises(NoSpace), open_target(Path("/dev/full")) as stream:
        stream.write("x" * 100_000)
    with open_target(Path("/dev/null")) as stream:
        stream.write("x")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    assert write_note(Path("/dev/null"), query="", filters={}, count=1, format_name="csv") is None


@pytest.mark.parametrize("name", [".", "no/such/folder/x.csv", "x" * 300])
def test_a_target_that_cannot_be_written_is_one_line(tmp_path: Path, name: str) -> None:
    with pytest.raises(ArchiveError, match="cannot write") as refused, open_target(tmp_path / name):
        pass
    assert "\n" not in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_a_long_vietnamese_name_fits(tmp_path: Path) -> None:
    path = tmp_path / ("ế" * 80)
    with open_target(path) as stream:
        stream.write("x")
    assert path.read_text() == "x"


def test_who_reads_the_old_file_keeps_it(tmp_path: Path) -> None:
    (tmp_path / "tin.csv").write_text("old")
    (tmp_path / "held.csv").hardlink_to(tmp_path / "tin.csv")
    with open_target(tmp_path / "tin.csv") as stream:
        stream.write("new")
    assert (tmp_path / "tin.csv").read_text() == "new"
    assert (tmp_path / "held.csv").read_text() == "old"


def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    with open_target(tmp_path / "link.csv") as stream:
        stream.write("x")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_text() == "x"


def test_what_no_encoding_can_hold_is_spelt_out(tmp_path: Path) -> None:
    with open_target(tmp_path / "x.jsonl") as stream:
        stream.write('{"title": "\ud800"}')
    assert json.loads((tmp_path / "x.jsonl").read_bytes()) == {"title": "\ud800"}


def test_the_note_beside_the_file_says_what_it_holds(tmp_path: Path, records: list[dict[str, Any]]) -> None:
    path = tmp_path / "tin.jsonl"
    with open_target(path) as stream:
        count = FORMATS["jsonl"](records, stream)
    filters = {"site": "baovidu", "province": None}
    beside = write_note(path, query="đảng", filters=filters, count=count, format_name="jsonl")
    assert beside == tmp_path / "tin.jsonl.export.json"
    note = json.loads(beside.read_text(encoding="utf-8"))
    assert note.pop("created").endswith("+00:00")
    assert note.pop("tool_version")
    assert note == {
        "query": "đảng",
        "filters": {"site": "baovidu"},
        "count": 2,
        "format": "jsonl",
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }


def test_standard_output_is_utf8_in_any_locale_and_stays_open() -> None:
    code = (
        "import sys\n"
        "from archive.export.target import open_target\n"
        "with open_target(None) as stream:\n"
        "    stream.write('Đảng\\r\\n')\n"
        "sys.stdout.write('after')\n"
    )
    root = Path(__file__).resolve().parents[2]
    environment = {"PYTHONPATH": str(root), "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
    assert done.stdout == "Đảng\r\nafter".encode()
    assert done.stderr == b""


def test_export_takes_the_filters_of_search(tmp_path: Path) -> None:
    connection = new_archive()
    for site in (1, 2, 3):
        add(connection, 2020070700000 + site, site=site, body="cầu")
    path = tmp_path / "tin.csv"
    found = search.ids(connection, "cầu", Filters(province="Lâm Đồng"))
    with open_target(path) as stream:
        assert FORMATS["csv"](iter_articles(connection, found), stream) == 2
    connection.close()
    rows = csv.DictReader(io.StringIO(path.read_bytes().decode(), newline=""))
    assert [row["site"] for row in rows] == ["congvidu", "baovidu"]
