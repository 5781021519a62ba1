"""Each format read back by a program of its field: what was written is what the archive holds."""

import csv
import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta, timezone
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]  # comes with datasette
from lxml import etree
from markdown_it import MarkdownIt  # comes with rich

from archive import schema, search
from archive.export import xlsx
from archive.export.file_names import path_of
from archive.export.formats import FORMATS
from archive.export.markdown import escaped
from archive.export.selection import Selection, Written
from archive.export.sqlite import COPIED, LEFT_EMPTY
from archive.folder import reading
from tests.archive.small_archive import add, check_indexes, new_archive

TITLE = 'Đảng & {tôi}: 50% <b>"ngoặc"</b> \\ #1'
NASTY = "=1+1 \x00\x0b\x85\u2028\ufffe\ud7ff😀 _x_ *y* ^z~"


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    connection = new_archive()
    add(
        connection,
        2020070700001,
        title=TITLE,
        lede='Có "ngoặc", phẩy;\r\nvà dòng',
        body="# Một.\n\n+84 là *số*.\n\n1. Hai\n\n- Ba",
        tags=["cầu", "đường"],
        photos=[("https://a/1 x.jpg", "Chú\nthích", None), ("https://a/2.jpg", None, "Bình")],
        attachments=[("https://a/1.pdf", "Kế hoạch [1]")],
        byline="Minh Vân - Kiều Hằng",
        section="Thời sự",
        published="2020-07-07T14:30+07:00",
        published_precision="minute",
    )
    add(connection, 2020070800001, site=2, title=NASTY, body=NASTY, lede="-5 độ", published=None)
    add(connection, 2020070900001, site=2, title="Dân", body="Cầu đường.", published="2020-07-09")
    yield connection
    connection.close()


def selected(connection: sqlite3.Connection, query: str = "") -> Selection:
    return Selection(folder=Path(), connection=connection, ids=search.ids(connection, query))


def write(name: str, connection: sqlite3.Connection, target: Path) -> Written:
    return FORMATS[name].writer()(selected(connection), target)


def test_parquet_has_types(connection: sqlite3.Connection, tmp_path: Path) -> None:
    from pyarrow import parquet

    assert write("parquet", connection, tmp_path / "x").count == 3
    rows = parquet.read_table(tmp_path / "x").to_pylist()
    records = list(selected(connection).records())
    for row, record in zip(rows, records, strict=True):
        same = record.keys() - {"published", "captured"}
        assert {name: row[name] for name in same} == {name: record[name] for name in same}
        assert row["captured"] == datetime(2020, 7, 8, 1, 2, 3, tzinfo=UTC)
    assert list(rows[0]) == [*list(rows[0])[:9], "published", "published_at", *list(rows[0])[11:]]
    assert [row["published"] for row in rows] == [date(2020, 7, 9), None, date(2020, 7, 7)]
    instant = datetime(2020, 7, 7, 14, 30, tzinfo=timezone(timedelta(hours=7)))
    assert [row["published_at"] for row in rows] == [None, None, instant]


def test_parquet_is_cut_into_row_groups(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from pyarrow import parquet

    from archive.export import parquet as ours

    monkeypatch.setattr(ours, "_BATCH", 10)
    monkeypatch.setattr(ours, "_ROW_GROUP", 50_000)
    connection = new_archive()
    for number in range(1, 101):
        add(connection, 2020070700000 + number, body="x" * 2_000)
    write("parquet", connection, tmp_path / "x")
    connection.close()
    found = parquet.ParquetFile(tmp_path / "x").metadata
    assert [found.row_group(each).num_rows for each in range(found.num_row_groups)] == [30, 30, 30, 10]


def sheets(path: Path) -> list[list[tuple[Any, ...]]]:
    from openpyxl import load_workbook

    with path.open("rb") as file:
        return [list(sheet.values) for sheet in load_workbook(file).worksheets]


def test_xlsx_holds_text_as_text_and_dates_as_dates(connection: sqlite3.Connection, tmp_path: Path) -> None:
    add(connection, 2020071000001, title="1234", source="https://a/", byline="@x", lede="{=1}")
    assert write("xlsx", connection, tmp_path / "x") == Written(count=4, remarks={"sheets": 1})
    ((names, newest, day, nasty, minute),) = sheets(tmp_path / "x")
    rows = [dict(zip(names, row, strict=True)) for row in (newest, day, nasty, minute)]
    assert (rows[0]["title"], rows[0]["source"], rows[0]["byline"]) == ("1234", "https://a/", "@x")
    assert (rows[0]["id"], rows[0]["version"], rows[0]["lede"]) == (2020071000001, 1, "{=1}")
    assert rows[1]["published"] == datetime.fromisoformat("2020-07-09")
    assert rows[2]["published"] is None
    assert rows[2]["title"].startswith("=1+1 ")
    assert rows[3]["published"] == datetime.fromisoformat("2020-07-07T14:30")
    assert rows[3]["title"] == TITLE
    with (tmp_path / "x").open("rb") as file:
        from openpyxl import load_workbook

        assert not [cell for row in load_workbook(file).worksheets[0] for cell in row if cell.data_type == "f"]


def test_xlsx_goes_on_in_a_second_sheet(connection: sqlite3.Connection, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(xlsx, "ROWS", 3)
    assert write("xlsx", connection, tmp_path / "x").remarks == {"sheets": 2}
    first, second = sheets(tmp_path / "x")
    assert [len(first), len(second), first[0]] == [3, 2, second[0]]
    assert second[1][0] == 2020070700001


def test_xlsx_cuts_what_no_cell_holds_and_says_so(tmp_path: Path) -> None:
    connection = new_archive()
    add(connection, 2020070700001, body="ế" * 32_767)
    add(connection, 2020070700002, body="😀" * 20_000)  # two units each, as Excel counts
    found = write("xlsx", connection, tmp_path / "x")
    connection.close()
    assert found.remarks == {"sheets": 1, "cut_cells": {"body": 1}}
    bodies = [row[7] for row in sheets(tmp_path / "x")[0][1:]]
    assert bodies[1] == "ế" * 32_767
    assert bodies[0].endswith("😀" + xlsx.CUT)
    assert len(bodies[0].encode("utf-16-le")) // 2 in (32_766, 32_767)


@pytest.mark.parametrize(
    ("published", "expected"), [("1899-12-31", "1899-12-31"), ("1900-03-01", datetime.fromisoformat("1900-03-01"))]
)
def test_xlsx_knows_no_date_before_1900(tmp_path: Path, published: str, expected: object) -> None:
    connection = new_archive()
    add(connection, 2020070700001, published=published)
    write("xlsx", connection, tmp_path / "x")
    connection.close()
    assert sheets(tmp_path / "x")[0][1][11] == expected


def test_markdown_shows_the_text_and_carries_the_fields(connection: sqlite3.Connection, tmp_path: Path) -> None:
    assert write("markdown", connection, tmp_path).count == 3
    paths = sorted(tmp_path.rglob("*.md"))
    assert [path.parent.name for path in paths] == ["2020"] * 3
    records = {record["id"]: record for record in selected(connection).records()}
    for path in paths:
        _, front, text = path.read_text("utf-8").split("---\n", 2)
        fields = yaml.safe_load(front)
        record = records[fields["id"]]
        assert fields == {name: record[name] for name in fields}
        blocks = [plain for plain in rendered(text) if plain]
        assert blocks[0] == shown_as(record["title"])
        assert not record["lede"] or blocks[1] == shown_as(record["lede"])
        shown = [shown_as(each) for each in record["body"]]
        assert [each for each in shown if each in blocks] == shown
    oldest = paths[0].read_text("utf-8")
    assert "![Chú thích](<https://a/1%20x.jpg>)\n\nChú thích\n\n![](<https://a/2.jpg>)\n\n(Bình)\n" in oldest
    assert "[Kế hoạch \\[1\\]](<https://a/1.pdf>)" in oldest


def shown_as(text: str) -> str:
    return " ".join(text.replace("\0", "\ufffd").split())  # CommonMark §2.3


def rendered(text: str) -> list[str]:
    """Return the text of each block as CommonMark shows it."""
    inline = [token for token in MarkdownIt("commonmark").parse(text) if token.type == "inline"]
    return ["".join(each.content for each in token.children or () if each.type != "image") for token in inline]


@pytest.mark.parametrize(
    "text",
    [
        TITLE,
        "# a",
        "1. a",
        "12) a",
        "- a",
        "+ a",
        "> a",
        "=====",
        "---",
        "&amp; a",
        "<b>",
        "a  ",
        "```",
        "~~~",
        "[a]: b",
    ],
)
def test_no_text_is_markup(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(escaped(text))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert "".join(each.content for each in tokens[1].children or ()) == text.strip()


def test_text_is_a_folder_and_a_table_of_it(connection: sqlite3.Connection, tmp_path: Path) -> None:
    assert write("text", connection, tmp_path).count == 3
    with (tmp_path / "articles.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["id"] for row in rows] == ["2020070900001", "2020070800001", "2020070700001"]
    assert "body" not in rows[0]
    assert (tmp_path / rows[0]["file"]).read_text("utf-8") == "Dân\n\nCầu đường.\n"
    oldest = (tmp_path / rows[2]["file"]).read_bytes().decode()
    assert oldest.startswith(f"{TITLE}\n\nCó ")
    assert oldest.endswith("- Ba\n\nChú\nthích\n")


@pytest.mark.parametrize(
    ("title", "path"),
    [
        ("Đảng bộ tỉnh Bình Thuận", "2020/2020070700001-dang-bo-tinh-binh-thuan.txt"),
        ("CON", "2020/2020070700001-con.txt"),
        ("../../etc/passwd\x00", "2020/2020070700001-etc-passwd.txt"),
        ("日本…", "2020/2020070700001.txt"),
        ("", "2020/2020070700001.txt"),
        ("ngày " * 40, "2020/2020070700001-" + "-".join(["ngay"] * 12) + ".txt"),
        ("x" * 300, "2020/2020070700001-" + "x" * 60 + ".txt"),
    ],
)
def test_names_of_files_are_safe_everywhere(title: str, path: str) -> None:
    found = path_of(2020070700001, title, "txt")
    assert found == path
    assert re.fullmatch(r"[0-9]{4}/[0-9]{13}(-[a-z0-9]+)*\.txt", found)
    assert len(found) < 100


def test_tei_is_one_corpus(connection: sqlite3.Connection) -> None:
    stream = StringIO()
    assert FORMATS["tei"].writer()(selected(connection), stream).count == 3
    root = etree.fromstring(stream.getvalue().encode())
    names = {"t": "http://www.tei-c.org/ns/1.0"}
    assert etree.QName(root).localname == "teiCorpus"
    assert {etree.QName(each).namespace for each in root.iter("*")} == {names["t"]}
    assert etree.RelaxNG(etree.fromstring(TEI_PART)).validate(root), "the structure of TEI P5"
    *_, oldest = root.findall("t:TEI", names)
    assert [each.text for each in oldest.iterfind(".//t:titleStmt/t:author", names)] == ["Minh Vân", "Kiều Hằng"]
    assert oldest.findtext(".//t:titleStmt/t:title", namespaces=names) == TITLE
    division = oldest.find("t:text/t:body/t:div", names)
    assert division is not None
    paragraphs = [each.text for each in division.iterfind("t:p", names)]
    assert paragraphs == ["# Một.", "+84 là *số*.", "1. Hai", "- Ba"]
    first, second = division.findall("t:figure", names)
    graphic = first.find("t:graphic", names)
    assert graphic is not None
    assert (first.findtext("t:head", namespaces=names), graphic.get("url")) == ("Chú thích", "https://a/1%20x.jpg")
    assert second.findtext("t:bibl/t:author", namespaces=names) == "Bình"
    when = oldest.find(".//t:sourceDesc//t:date[@type='published']", names)
    assert when is not None
    assert (when.get("when"), when.text) == ("2020-07-07", "2020-07-07T14:30+07:00")
    assert oldest.findtext(".//t:idno[@type='warc-record']", namespaces=names) == "r1"
    ids = [each.get("{http://www.w3.org/XML/1998/namespace}id") for each in root.iterfind("t:TEI", names)]
    assert ids == ["tintinh-2020070900001", "tintinh-2020070800001", "tintinh-2020070700001"]


# The part of TEI P5's RELAX NG (tei_all) that our elements come from: order and content as the Guidelines give them.
TEI_PART = """
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.tei-c.org/ns/1.0"
         datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
<start><element name="teiCorpus"><ref name="header"/><oneOrMore><element name="TEI">
 <attribute name="xml:id"><data type="ID"/></attribute><attribute name="xml:lang"><data type="language"/></attribute>
 <ref name="header"/><element name="text"><element name="body"><ref name="div"/></element></element>
</element></oneOrMore></element></start>
<define name="header"><element name="teiHeader"><element name="fileDesc">
 <element name="titleStmt"><oneOrMore><ref name="title"/></oneOrMore><zeroOrMore><ref name="author"/></zeroOrMore></element>
 <element name="publicationStmt"><element name="authority"><text/></element><zeroOrMore><choice><ref name="idno"/>
  <element name="availability"><oneOrMore><ref name="p"/></oneOrMore></element></choice></zeroOrMore></element>
 <element name="sourceDesc"><choice><oneOrMore><ref name="p"/></oneOrMore><oneOrMore><ref name="bibl"/></oneOrMore></choice></element>
 </element><optional><element name="profileDesc"><element name="langUsage"><element name="language">
  <attribute name="ident"><data type="language"/></attribute></element></element>
  <optional><element name="textClass"><element name="keywords"><oneOrMore><element name="term">
   <attribute name="type"><data type="NMTOKEN"/></attribute><text/></element></oneOrMore></element></element></optional>
 </element></optional></element></define>
<define name="title"><element name="title"><optional><attribute name="level"><value>a</value></attribute></optional>
 <text/></element></define>
<define name="author"><element name="author"><text/></element></define>
<define name="p"><element name="p"><text/></element></define>
<define name="idno"><element name="idno"><attribute name="type"><data type="NMTOKEN"/></attribute><text/></element></define>
<define name="bibl"><element name="bibl"><zeroOrMore><choice><ref name="title"/><ref name="author"/><ref name="idno"/>
 <element name="publisher"><text/></element>
 <element name="date"><attribute name="type"><data type="NMTOKEN"/></attribute><attribute name="when">
  <choice><data type="date"/><data type="dateTime"/></choice></attribute><text/></element>
 <element name="ref"><attribute name="target"><data type="anyURI"/></attribute><text/></element>
</choice></zeroOrMore></element></define>
<define name="div"><element name="div"><attribute name="type"><data type="NMTOKEN"/></attribute>
 <element name="head"><text/></element><optional><element name="byline"><text/></element></optional>
 <optional><element name="argument"><oneOrMore><ref name="p"/></oneOrMore></element></optional>
 <zeroOrMore><choice><ref name="p"/><element name="figure"><optional><element name="head"><text/></element></optional>
  <element name="graphic"><attribute name="url"><data type="anyURI"/></attribute></element><optional><ref name="bibl"/></optional>
 </element></choice></zeroOrMore></element></define>
</grammar>
"""


class TestSqlite:
    @pytest.fixture
    def made(self, connection: sqlite3.Connection, tmp_path: Path) -> Iterator[sqlite3.Connection]:
        """A selection of one of two articles: with an earlier version, a revisit, a WARC file and a run."""
        connection.executescript(
            """
            INSERT INTO runs(id, command, started) VALUES (7, 'crawl', 'x'), (8, 'crawl', 'y');
            INSERT INTO warc_files(name, run_id, opened) VALUES ('f', 7, 'x'), ('g', 8, 'y');
            INSERT INTO captures(id, url, key, captured, record_type, record_id, file, offset, length, refers_to, run_id)
              VALUES (2, 'http://a/', 'a', '2020-07-09', 'revisit', 'r2', 'f', 1, 1, 1, 7),
                     (3, 'http://b/', 'b', '2020-07-09', 'response', 'r3', 'g', 1, 1, NULL, 8);
            UPDATE articles SET capture_id = 2, version = 2 WHERE id = 2020070700001;
            UPDATE articles SET capture_id = 3 WHERE id <> 2020070700001;
            INSERT INTO versions(article_id, version, seen_from, seen_until, capture_id, parser, fields_digest, fields)
              VALUES (2020070700001, 1, 'a', 'b', 1, 'p', 'd', '{}');
            INSERT INTO problems(run_id, capture_id, url, at, field, code, message)
              VALUES (7, 2, 'u', 't', 'f', 'c', 'm'), (8, 3, 'u', 't', 'f', 'c', 'm');
            UPDATE facets SET section = 1 WHERE article_id = 2020070700001;
            """
        )
        (tmp_path / "part").mkdir()
        found = FORMATS["sqlite"].writer()(selected(connection, "một"), tmp_path / "part" / "archive.db")
        assert found == Written(count=1, remarks={"warc_files": ["f"], "warc_files_included": False})
        with closing(sqlite3.connect(tmp_path / "part" / "archive.db")) as part:
            yield part

    def test_it_holds_what_belongs_to_the_article_and_no_more(
        self, connection: sqlite3.Connection, made: sqlite3.Connection
    ) -> None:
        def rows(at: sqlite3.Connection, query: str) -> list[Any]:
            return at.execute(query).fetchall()

        for table in ("articles", "versions", "photos", "attachments", "facets"):
            column = "id" if table == "articles" else "article_id"
            assert rows(made, f"SELECT * FROM {table}") == rows(
                connection, f"SELECT * FROM {table} WHERE {column} = 2020070700001"
            )
        for table, column, ids in (
            ("captures", "id", [1, 2]),
            ("runs", "id", [7, 8]),  # the second says that this is a part of another archive
            ("warc_files", "name", ["f"]),
            ("problems", "capture_id", [2]),
            ("sites", "id", ["baovidu"]),
            ("provinces", "id", [1]),
            ("sections", "id", [1]),
        ):
            assert [each for (each,) in rows(made, f"SELECT {column} FROM {table} ORDER BY 1")] == ids
        assert rows(made, "PRAGMA foreign_key_check") == []
        assert rows(made, "PRAGMA integrity_check") == [("ok",)]
        assert rows(made, "PRAGMA user_version") == [(schema.VERSION,)]
        same = "SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2"
        assert rows(made, same) == rows(connection, same)
        check_indexes(made)

    def test_our_own_search_opens_it(self, made: sqlite3.Connection, tmp_path: Path) -> None:
        with reading(tmp_path / "part") as opened:
            for query in ("mot", "một", "so", "title:Đảng"):
                assert [hit.article["id"] for hit in search.search(opened, query).hits] == [2020070700001], query
            assert search.count(opened, "dan") == 0

    def test_every_table_is_decided_upon(self, connection: sqlite3.Connection) -> None:
        """A new table goes along or stays behind: archive/export/sqlite.py must say which."""
        query = (
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%'"
        )
        tables = {name for (name,) in connection.execute(query)} - {"_sqlite_migrations"}
        assert tables == COPIED | LEFT_EMPTY
        assert not COPIED & LEFT_EMPTY


def test_the_extras_are_loaded_only_when_asked_for() -> None:
    import subprocess

    code = "import sys; from archive import exporting, citing; print({'pyarrow', 'xlsxwriter'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], capture_output=True, check=True)
    assert done.stdout.strip() == b"set()"
