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
from archive.errors import ArchiveError, BadQuery, NoSpace
from archive.export.csv import COLUMNS, cells
from archive.export.formats import FORMATS, format_named
from archive.export.note import write_note
from archive.export.selection import Selection, Written
from archive.export.target import open_target
from archive.filters import Filters
from tests.archive.small_archive import add, new_archive


def note(path: Path, name: str, count: int, **filters: str) -> Path | None:
    found = Written(count=count)
    return write_note(path, query="đảng", filters=filters, exact=False, format_name=name, written=found)


def selection(connection: sqlite3.Connection, query: str = "", filters: Filters | None = None) -> Selection:
    return Selection(folder=Path(), connection=connection, ids=search.ids(connection, query, filters))


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
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
    yield connection
    connection.close()


def written(name: str, connection: sqlite3.Connection, **options: bool) -> str:
    return written_of(name, selection(connection), **options)


def written_of(name: str, chosen: Selection, **options: bool) -> str:
    with io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") as stream:
        FORMATS[name].writer()(chosen, stream, **options)
        stream.seek(0)
        return stream.read()


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_a_module_that_writes(name: str) -> None:
    assert callable(FORMATS[name].writer())


@pytest.mark.parametrize("name", ["parquet", "xlsx"])
def test_a_missing_package_is_one_line_with_the_command(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    form = FORMATS[name]
    assert form.package
    monkeypatch.setitem(sys.modules, form.package, None)
    monkeypatch.delitem(sys.modules, f"archive.export.{name}", raising=False)
    with pytest.raises(BadQuery) as refused:
        form.writer()
    assert str(refused.value) == (
        f"export {name} needs {form.package}, which is not installed: pip install 'tintinh[export]'"
    )


@pytest.mark.parametrize(
    ("typed", "near"), [("cvs", "csv"), ("bibtext", "bibtex"), ("markdwon", "markdown"), ("CSLJSON", "csl-json")]
)
def test_an_unknown_format_names_the_near_one(typed: str, near: str) -> None:
    with pytest.raises(BadQuery, match=rf"'{typed}'; did you mean {near}\? there are csv, "):
        format_named(typed)


def test_what_is_like_no_format_gets_no_advice() -> None:
    with pytest.raises(BadQuery, match="'docx'; there are csv, "):
        format_named("docx")


def test_a_format_may_be_typed_in_capitals() -> None:
    assert format_named("RIS") is FORMATS["ris"]


def test_jsonl_is_the_articles_line_by_line(connection: sqlite3.Connection) -> None:
    text = written("jsonl", connection)
    assert [json.loads(line) for line in text.splitlines()] == list(selection(connection).records())
    assert text.endswith("}\n")
    assert "Kế hoạch" in text


def test_json_is_one_array(connection: sqlite3.Connection) -> None:
    assert json.loads(written("json", connection)) == list(selection(connection).records())
    assert json.loads(written_of("json", selection(connection, "zzz"))) == []


def test_csv_reads_back_to_the_same_values(connection: sqlite3.Connection) -> None:
    text = written("csv", connection)
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


def test_the_columns_of_csv_are_the_cells_in_order(connection: sqlite3.Connection) -> None:
    assert tuple(cells(next(selection(connection).records()))) == COLUMNS


def test_only_a_spreadsheet_gets_its_guard(connection: sqlite3.Connection) -> None:
    text = written("csv", connection, for_spreadsheet=True)
    assert text.startswith("\ufeffid,url,")
    newer, older = csv.DictReader(io.StringIO(text[1:], newline=""))
    assert older["title"] == '\'=HYPERLINK("http://x")'
    assert older["byline"] == "'@an"
    assert newer["lede"] == "'-5 độ"
    assert older["body"] == "Một.\n\n+84 là số."
    assert older["id"] == "2020070700001"


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r"])
def test_every_character_that_starts_a_formula_is_guarded(connection: sqlite3.Connection, first: str) -> None:
    add(connection, 2020070900001, source=first + "1")
    rows = csv.reader(io.StringIO(written("csv", connection, for_spreadsheet=True), newline=""))
    assert "'" + first + "1" in list(rows)[1]


@pytest.mark.parametrize(
    "name", [form.name for form in FORMATS.values() if form.target == "stream" and form.holds == "articles"]
)
def test_memory_stays_flat(name: str) -> None:
    connection = new_archive()
    for number in range(1, 1501):
        add(connection, 2020070700000 + number, body="Cầu đường. " * 300)
    write = FORMATS[name].writer()

    class Nowhere(io.BytesIO):
        def write(self, data: Any) -> int:
            return len(data)

    tracemalloc.start()
    count = write(selection(connection, "cầu"), io.TextIOWrapper(Nowhere(), "utf-8")).count
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
    with pytest.raises(NoSpace, match="what it took is not whole"), open_target(Path("/dev/full")) as stream:
        stream.write("x" * 100_000)
    with open_target(Path("/dev/null")) as stream:
        stream.write("x")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    assert note(Path("/dev/null"), "csv", 1) is None


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


def test_the_note_beside_the_file_says_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "tin.jsonl"
    path.write_bytes(b"x\n")
    beside = note(path, "jsonl", 2, site="baovidu")
    assert beside == tmp_path / "tin.jsonl.export.json"
    found = json.loads(beside.read_text(encoding="utf-8"))
    assert found.pop("created").endswith("+00:00")
    assert found.pop("tool_version")
    assert found == {
        "query": "đảng",
        "exact": False,
        "filters": {"site": "baovidu"},
        "count": 2,
        "format": "jsonl",
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }


def test_the_filters_of_the_note_are_those_that_narrow() -> None:
    assert Filters(site="a", date_from="2020-07-01", section="Thời sự").asked_for() == {
        "site": "a",
        "section": "Thời sự",
        "from": "2020-07-01",
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
    with open_target(path) as stream:
        found = selection(connection, "cầu", Filters(province="Lâm Đồng"))
        assert FORMATS["csv"].writer()(found, stream).count == 2
    connection.close()
    rows = csv.DictReader(io.StringIO(path.read_bytes().decode(), newline=""))
    assert [row["site"] for row in rows] == ["congvidu", "baovidu"]
