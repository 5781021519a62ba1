"""References: names as they are written, dates as precise as they are, and lists that the field's parsers read back."""

import io
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string

from archive import search
from archive.authors import authors
from archive.citation import Citation, as_text, citation
from archive.citing import FORMS, cited
from archive.errors import BadQuery, NotFound
from archive.export import bibtex, csl_json
from archive.export.formats import FORMATS
from archive.export.selection import Selection
from tests.archive.small_archive import add, new_archive

NASTY = 'Đảng & {tôi: 50% _x_ #1 $2 ^z~ \\ "n" }{\r\n\x00 end'
URL = "https://baovidu.vn/bai {1}_a%20b?x=1&y=#p"


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    connection = new_archive()
    connection.execute(
        "UPDATE captures SET record_id = '<urn:uuid:1>', payload_digest = 'sha256:ab', file = 'x.warc.gz'"
    )
    add(
        connection,
        2020070700001,
        title=NASTY,
        url=URL,
        lede="Sa-pô\n{một}",
        tags=["cầu, đường", "50%"],
        byline="Nguyễn Văn An - Trần Bình",
        published="2020-07-07T14:30+07:00",
        section="Thời sự",
    )
    add(connection, 2020070800001, site=2, title="Hai", byline="Sở Tư pháp, Sở Nội vụ", published=None)
    add(connection, 2020070900001, title="Ba", version=2, gone_at="2021-01-01T00:00:00Z", language="en")
    fields = {"title": "Ba cũ", "byline": "Lê C", "published": "2020-07-08", "tags": '["a"]', "lede": None}
    connection.execute(
        "INSERT INTO captures(id, url, key, captured, record_type, record_id, file, offset, length)"
        " VALUES (2, 'u', 'k', '2020-07-07T00:00:00Z', 'response', '<urn:uuid:2>', 'old.warc.gz', 0, 1)"
    )
    connection.execute(
        "INSERT INTO versions VALUES (2020070900001, 1, 'a', 'b', 2, '2019', 0, 'p', 'd', ?)", (json.dumps(fields),)
    )
    yield connection
    connection.close()


def listed(connection: sqlite3.Connection, name: str) -> str:
    stream = io.StringIO(newline="")
    selection = Selection(folder=Path(), connection=connection, ids=search.ids(connection, ""))
    assert FORMATS[name].writer()(selection, stream).count == 3
    return stream.getvalue()


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        (None, ()),
        ("  ", ()),
        ("Nguyễn Văn An", ("Nguyễn Văn An",)),
        ("Minh Vân - Kiều Hằng", ("Minh Vân", "Kiều Hằng")),
        ("MINH VÂN, KIỀU HẰNG và N. Trâm", ("MINH VÂN", "KIỀU HẰNG", "N. Trâm")),
        ("K’Tưng; H’Hen Niê", ("K’Tưng", "H’Hen Niê")),
        ("Sở Tư pháp", ("Sở Tư pháp",)),
        ("Sở Tư pháp, Sở Nội vụ", ("Sở Tư pháp, Sở Nội vụ",)),
        ("UBND Tỉnh - Sở Y Tế", ("UBND Tỉnh - Sở Y Tế",)),
        ("Lan, theo TTXVN", ("Lan, theo TTXVN",)),
        ("An,", ("An,",)),
    ],
)
def test_a_byline_is_parted_only_between_persons(byline: str | None, expected: tuple[str, ...]) -> None:
    assert authors(byline) == expected


def test_a_citation_names_the_capture(connection: sqlite3.Connection) -> None:
    one = citation(connection, 2020070700001)
    assert (one.site, one.kind, one.captured) == ("Báo Ví Dụ", "newspaper", "2020-07-08T01:02:03Z")
    assert (one.record_id, one.payload_digest, one.file) == ("<urn:uuid:1>", "sha256:ab", "x.warc.gz")
    assert (one.published, one.published_day, one.captured_day) == (
        "2020-07-07T14:30+07:00",
        "2020-07-07",
        "2020-07-08",
    )
    assert as_text(citation(connection, 2020070900001)) == (
        "“Ba”. Báo Ví Dụ, 2020-07-09. https://baovidu.vn/2020070900001.html (tintinh article 2020070900001, version 2; "
        "archived 2020-07-08T01:02:03Z; <urn:uuid:1>; sha256:ab; x.warc.gz; found gone from its address 2021-01-01T00:00:00Z)."
    )


def test_an_earlier_version_is_cited_with_its_own_capture(connection: sqlite3.Connection) -> None:
    old = citation(connection, 2020070900001, version=1)
    assert (old.title, old.authors, old.published, old.tags) == ("Ba cũ", ("Lê C",), "2020-07-08", ("a",))
    assert (old.record_id, old.file, old.captured_day) == ("<urn:uuid:2>", "old.warc.gz", "2020-07-07")
    assert (old.key, citation(connection, 2020070900001).key) == ("tintinh-2020070900001", "tintinh-2020070900001-v2")
    assert citation(connection, 2020070900001, version=2) == citation(connection, 2020070900001)
    with pytest.raises(NotFound, match="no version 9; it has 2"):
        citation(connection, 2020070900001, version=9)
    with pytest.raises(NotFound, match="no article 1 "):
        citation(connection, 1)


def unescaped(text: str) -> str:
    for character, command in bibtex._ESCAPES.items():
        if character != "\\":
            text = text.replace(command, character)
    return text.replace(r"\textbackslash{}", "\\")


def test_bibtex_reads_back(connection: sqlite3.Connection) -> None:
    library = parse_string(listed(connection, "bibtex"))
    assert library.failed_blocks == []
    third, second, first = library.entries
    assert [entry.entry_type for entry in library.entries] == ["online"] * 3
    assert [entry.key for entry in (first, second)] == ["tintinh-2020070700001", "tintinh-2020070800001"]
    fields = {field.key: field.value for field in first.fields}
    assert unescaped(fields["title"].strip("{}")) == " ".join(NASTY.replace("\x00", " ").split())
    assert fields["author"] == "{Nguyễn Văn An} and {Trần Bình}"
    assert (fields["date"], fields["urldate"], fields["langid"]) == ("2020-07-07", "2020-07-08", "vietnamese")
    assert fields["url"] == "https://baovidu.vn/bai%20%7B1%7D_a%20b?x=1&y=#p"
    assert unescaped(fields["keywords"]) == "cầu  đường, 50%"
    assert "<urn:uuid:1>; sha256:ab; x.warc.gz" in unescaped(fields["note"])
    assert {field.key: field.value for field in second.fields}["author"] == "{Sở Tư pháp, Sở Nội vụ}"
    assert not {"date", "keywords"} & {field.key for field in second.fields}
    assert {field.key: field.value for field in third.fields}["langid"] == "english"
    for entry in library.entries:
        for field in entry.fields:
            assert depth(field.value) == 0, "braces are balanced as BibTeX counts them"


def depth(text: str) -> int:
    count = 0
    for character in text:
        count += {"{": 1, "}": -1}.get(character, 0)
        assert count >= 0
    return count


def test_ris_reads_back(connection: sqlite3.Connection) -> None:
    text = listed(connection, "ris")
    third, second, first = rispy.loads(text)
    assert first["type_of_reference"] == "NEWS"
    assert second["type_of_reference"] == "ELEC"
    assert first["title"] == " ".join(NASTY.replace("\x00", " ").split())
    assert first["authors"] == ["Nguyễn Văn An", "Trần Bình"]
    assert second["authors"] == ["Sở Tư pháp; Sở Nội vụ"]
    assert (first["year"], first["date"], first["access_date"]) == ("2020", "2020/07/07", "2020/07/08")
    assert (first["abstract"], first["keywords"], first["language"]) == ("Sa-pô {một}", ["cầu, đường", "50%"], "vi")
    assert first["urls"] == [URL]
    assert "sha256:ab" in first["notes"][0]
    assert not {"year", "date", "authors"} & third.keys() - {"year", "date"}
    assert "\n" not in text.replace("\r\n", "")


# What csl-data.json (schema 1.0.2) says of the names that we use; it allows no others.
_CSL_TEXTS = {
    "title",
    "container-title",
    "URL",
    "abstract",
    "section",
    "keyword",
    "language",
    "archive_location",
    "note",
}


def test_csl_json_keeps_to_the_schema(connection: sqlite3.Connection) -> None:
    items = json.loads(listed(connection, "csl-json"))
    for item in items:
        texts = {name: item[name] for name in item.keys() - {"id", "type", "author", "issued", "accessed"}}
        assert texts.keys() <= _CSL_TEXTS
        assert all(isinstance(value, str) for value in (*texts.values(), item["id"]))
        assert item["type"] in ("article-newspaper", "webpage")
        assert all(name.keys() == {"literal"} for name in item.get("author", []))
        for date in ("issued", "accessed"):
            if date in item:
                assert_date(item[date])
    assert items[2]["title"] == NASTY
    assert items[2]["author"] == [{"literal": "Nguyễn Văn An"}, {"literal": "Trần Bình"}]
    assert items[2]["issued"] == {"date-parts": [[2020, 7, 7]]}
    assert items[1]["author"] == [{"literal": "Sở Tư pháp, Sở Nội vụ"}]
    assert "issued" not in items[1]


def assert_date(value: dict[str, Any]) -> None:
    assert value.keys() == {"date-parts"}
    ((year, month, day),) = value["date-parts"]
    assert all(isinstance(part, int) for part in (year, month, day))


def test_show_cites_in_every_form(connection: sqlite3.Connection) -> None:
    one: Citation = citation(connection, 2020070700001)
    assert cited(connection, 2020070700001, "BibTeX") == bibtex.entry(one)
    assert json.loads(cited(connection, 2020070700001, "csl-json")) == [csl_json.item(one)]
    assert cited(connection, 2020070900001, "text", version=1).startswith("Lê C. “Ba cũ”. Báo Ví Dụ, 2020-07-08.")
    assert {*FORMS} == {"text", "bibtex", "ris", "csl-json"}
    with pytest.raises(BadQuery, match="did you mean bibtex"):
        cited(connection, 2020070700001, "bibtext")
