"""Reports as lines: what a person reads in columns, sizes and counts."""

from io import StringIO

import pytest
from rich.console import Console

from archive.file_lines import of_verification
from archive.lines import byte_size, counted, table
from archive.progress import _crawl_bar


def test_a_column_is_numbers_or_text_as_a_whole() -> None:
    rows = [("site", "layouts", "due", "lede"), ("a", "2019", "7", "-"), ("tỉnh", "2019, 2024", "1200", "86%")]
    assert list(table(rows)) == [
        "site  layouts      due  lede",
        "a     2019           7     -",
        "tỉnh  2019, 2024  1200   86%",
    ]
    assert list(table(rows[:1])) == ["site  layouts  due  lede"]


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 bytes"), (999, "999 bytes"), (98_019, "98.0 kB"), (281_034, "281.0 kB"), (3_400_000, "3.4 MB"),
     (56_800_000_000, "56.8 GB")],
)  # fmt: skip
def test_a_size_as_people_say_it(count: int, text: str) -> None:
    assert byte_size(count) == text


def test_one_has_no_plural() -> None:
    assert [counted(number, "file") for number in (0, 1, 2)] == ["0 files", "1 file", "2 files"]


def test_a_lost_file_is_told_in_twenty_lines() -> None:
    finding = {"level": "damage", "code": "row_without_record", "message": "no record", "url": None, "capture_id": None}
    findings = [{**finding, "file": file, "offset": offset} for file in ("a", "b") for offset in range(30)]
    findings.append({**finding, "file": "a", "offset": None, "code": "unreadable"})
    report = {"ok": False, "files": 2, "records": 0, "bytes": 0, "findings": findings}
    told = [line for line, _ in of_verification(report)]
    assert len(told) == 2 * 20 + 1 + 2 + 1
    assert "damage: a: unreadable: no record" in told
    assert told[-3:] == [
        "damage: a: row_without_record: 10 more like these; tintinh verify --json has all",
        "damage: b: row_without_record: 10 more like these; tintinh verify --json has all",
        "2 files, 0 records, 0 bytes: DAMAGED",
    ]


@pytest.mark.parametrize("width", [40, 80, 120])
def test_the_count_of_pages_is_seen_however_narrow_the_terminal(width: int) -> None:
    progress, task = _crawl_bar()
    progress.update(task, completed=6100, total=62000, now="29.1/s, 12 hosts: 3 asked; http://vidu.vn/" + "x" * 90)
    console = Console(width=width, file=StringIO())
    console.print(progress.get_renderable())
    (line,) = console.file.getvalue().splitlines()  # type: ignore[attr-defined]
    assert "6100/62000 pages" in line
    assert line.endswith("…")
