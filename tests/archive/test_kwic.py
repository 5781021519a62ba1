import csv
import io
import json
import sqlite3
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from archive.errors import BadQuery
from archive.filters import Filters
from archive.hit_lines import Style, of_kwic
from archive.kwic import Line, kwic, some, write_csv, write_jsonl
from tests.archive.small_archive import add, new_archive

SEED = 2020070700001


@pytest.fixture
def archive() -> Iterator[sqlite3.Connection]:
    connection = new_archive()
    yield connection
    connection.close()


def shown(connection: sqlite3.Connection, text: str, **options: object) -> list[str]:
    return [f"{line.left}[{line.hit}]{line.right}" for line in kwic(connection, text, **options)]  # type: ignore[arg-type]


def test_each_place_of_each_field_in_the_spelling_of_the_source(archive: sqlite3.Connection) -> None:
    add(
        archive,
        SEED,
        title="Uỷ ban họp",
        lede="Ủy  ban\nnhân dân",
        body="Một ỦY BAN.\n\nHai uỷ viên",
        photos=[("u", "Trụ sở ủy ban", None)],
    )
    places = [(line.field, line.left, line.hit, line.right) for line in kwic(archive, '"ủy ban"')]
    assert places == [
        ("title", "", "Uỷ ban", "họp"),
        ("lede", "", "Ủy ban", "nhân dân"),
        ("caption", "Trụ sở", "ủy ban", ""),
        ("body", "Một", "ỦY BAN", ". Hai uỷ viên"),
    ]
    assert [(line.id, line.site, line.date) for line in kwic(archive, "hop")] == [(SEED, "baovidu", "2020-07-07")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dung", ["Một[dừng]rồi lại đứng bên đường.", "Một dừng rồi lại[đứng]bên đường."]),
        ("dừng", ["Một[dừng]rồi lại đứng bên đường."]),
        ('"lai dung"', ["Một dừng rồi[lại đứng]bên đường."]),
        ("đư*", ["Một dừng rồi lại đứng bên[đường]."]),
        ("dừng duong", ["Một[dừng]rồi lại đứng bên đường.", "Một dừng rồi lại đứng bên[đường]."]),
        ("dừng dung", ["Một[dừng]rồi lại đứng bên đường.", "Một dừng rồi lại[đứng]bên đường."]),
        ("mot NEAR/2 dung", ["[Một]dừng rồi lại đứng bên đường.", "Một[dừng]rồi lại đứng bên đường."]),
        ("byline:an rồi", ["Một dừng[rồi]lại đứng bên đường."]),
        ("rồi -khác", ["Một dừng[rồi]lại đứng bên đường."]),
        ("title:dừng", []),
        ("không", []),
    ],
)
def test_places_are_those_that_search_finds(archive: sqlite3.Connection, text: str, expected: list[str]) -> None:
    add(archive, SEED, title="x", body="Một dừng rồi lại đứng bên đường.", byline="An")
    assert shown(archive, text) == expected


def test_near_marks_only_words_that_are_near(archive: sqlite3.Connection) -> None:
    add(archive, SEED, body="tàu lớn vào bến. " + "xa " * 20 + "tàu rời đi, " + "xa " * 20 + "bến vắng")
    assert [line.left for line in kwic(archive, "tau NEAR/3 ben")] == ["", "tàu lớn vào"]


def test_marks_in_the_text_itself_shift_nothing(archive: sqlite3.Connection) -> None:
    add(archive, SEED, body="a\u0002b dừng \u0003 đứng")
    assert shown(archive, "dung") == ["ab[dừng]đứng", "ab dừng[đứng]"]


def test_context_is_cut_between_words(archive: sqlite3.Connection) -> None:
    add(archive, SEED, body="một hai ba bốn đích năm sáu bảy tám")
    assert shown(archive, "đích", context=8) == ["ba bốn[đích]năm sáu"]
    assert shown(archive, "đích", context=7) == ["ba bốn[đích]năm"]
    assert shown(archive, "đích", context=0) == ["[đích]"]


def test_orders(archive: sqlite3.Connection) -> None:
    add(archive, 2020070700001, body="đầu cầu sắt")
    add(archive, 2019070700001, body="chân cầu Đá")
    add(archive, 2021070700001, body="bến cầu gỗ")
    assert [line.right for line in kwic(archive, "cầu")] == ["gỗ", "sắt", "Đá"]
    assert [line.right for line in kwic(archive, "cầu", order="date")] == ["Đá", "sắt", "gỗ"]
    assert [line.right for line in kwic(archive, "cầu", order="right")] == ["Đá", "gỗ", "sắt"]
    assert [line.left for line in kwic(archive, "cầu", order="left")] == ["bến", "chân", "đầu"]
    assert [line.id for line in kwic(archive, "cầu", Filters(month="2019-07"))] == [2019070700001]


def test_the_word_beside_the_hit_sorts_before_those_farther_off(archive: sqlite3.Connection) -> None:
    add(archive, 2020070700001, body="a z cầu")
    add(archive, 2020070700002, body="z a cầu")
    assert [line.left for line in kwic(archive, "cầu", order="left")] == ["z a", "a z"]


@pytest.mark.parametrize(
    ("text", "order", "says"),
    [
        (" ", "newest", "name a word"),
        ("cầu", "up", "there are newest, date, left, right"),
        ("byline:an", "newest", "add a word"),
        ('"cầu', "newest", "not closed"),
    ],
)
def test_what_cannot_be_shown_is_refused_at_once(archive: sqlite3.Connection, text: str, order: str, says: str) -> None:
    with pytest.raises(BadQuery, match=says):
        kwic(archive, text, order=order)


def test_all_lines_are_written_as_they_are_found(archive: sqlite3.Connection) -> None:
    for number in range(450):
        add(archive, SEED + number, body='một, "cầu" nữa\nvà cầu')
    stream = io.StringIO()
    write_csv(kwic(archive, "cầu"), stream)
    table = list(csv.DictReader(io.StringIO(stream.getvalue(), newline="")))
    assert len(table) == 900
    assert list(table[0]) == ["id", "url", "date", "site", "field", "left", "hit", "right"]
    assert (table[0]["left"], table[0]["right"]) == ('một, "', '" nữa và cầu')
    stream = io.StringIO()
    write_jsonl(kwic(archive, "cầu", order="right"), stream, limit=3)
    assert [json.loads(line)["hit"] for line in stream.getvalue().splitlines()] == ["cầu"] * 3
    assert some(kwic(archive, "cầu"), 900)[1] is False
    assert len(some(kwic(archive, "cầu"), 899)[0]) == 899


def test_the_first_lines_come_without_reading_all(archive: sqlite3.Connection) -> None:
    for number in range(1000):
        add(archive, SEED + number, body="cầu")
    statements: list[str] = []
    archive.set_trace_callback(statements.append)
    lines = kwic(archive, "cầu")
    assert len(list(islice(lines, 10))) == 10
    lines.close()
    archive.set_trace_callback(None)
    assert sum("highlight" in each for each in statements) == 1
    assert not archive.in_transaction


def test_a_crawl_that_writes_meanwhile_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    writer = new_archive(path)
    writer.execute("PRAGMA journal_mode = WAL")
    for number in range(600):
        add(writer, SEED + number, body="trước cầu sau")
    reader = sqlite3.connect(path, timeout=0)
    lines = kwic(reader, "cầu")
    first = next(lines)
    writer.execute("UPDATE articles SET body = 'nay không còn, cầu đã đổi chỗ'")
    writer.commit()
    assert {line.left for line in lines} == {first.left} == {"trước"}
    assert {line.left for line in kwic(reader, "cầu")} == {"nay không còn,"}
    reader.close()
    writer.close()


def test_hits_stand_in_one_column() -> None:
    def line(left: str, hit: str, right: str, site: str) -> Line:
        return Line(id=SEED, url="u", date=None, site=site, field="body", left=left, hit=hit, right=right)

    lines = [line("Hội đồng nhân dân thành phố", "cầu", "x" * 90, "a"), line("北京", "cầu tàu", "", "tỉnh")]
    shown = list(of_kwic(lines, Style(columns=80), context=None))
    assert len(shown[0]) == 80
    assert shown[0].index("| cầu") == shown[1].index("| cầu") + 2, "two wide letters take four columns"
    assert next(of_kwic(lines, Style(), context=5)) == f"{SEED}  a     … phố | cầu     | xxxx…"
