import sqlite3
from collections.abc import Iterator

import pytest

from archive.derived import refresh
from archive.grammar import parse
from archive.vocabulary import spellings, suggestions
from tests.archive.small_archive import add, new_archive


@pytest.fixture
def archive() -> Iterator[sqlite3.Connection]:
    connection = new_archive()
    add(
        connection,
        2020070700001,
        title="Đảng bộ",
        lede="ĐẢNG",
        body="đảng đang 2020 covid19 hoà",
        photos=[("u", "Dừng xe", None)],
    )
    add(connection, 2020070700002, body="đang họp bàn về thanh long, dừng lại; " + "x" * 30)
    add(connection, 2020070700003, body="đang đứng, dùng")
    for number in range(4, 8):
        add(connection, 2020070700000 + number, body="dùng")
    assert refresh(connection) == 0
    yield connection
    connection.close()


def near(connection: sqlite3.Connection, text: str) -> list[tuple[str, list[str]]]:
    return list(suggestions(connection, parse(text)))


def test_words_are_counted_once_an_article_in_their_spelling(archive: sqlite3.Connection) -> None:
    words = dict(archive.execute("SELECT word, count FROM vocab"))
    assert (words["đảng"], words["đang"], words["dừng"], words["bộ"]) == (1, 3, 2, 1)
    assert not {"2020", "covid19", "x" * 30, "ĐẢNG"} & set(words)
    assert spellings(archive, "dang") == [("đang", 3), ("đảng", 1)]
    assert spellings(archive, "Đẵng") == [("đang", 3), ("đảng", 1)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("đẵng", [("đẵng", ["đang", "đảng"])]),
        ("thahn", [("thahn", ["thanh"])]),
        ("thnh", [("thnh", ["thanh"])]),
        ("thaanh", [("thaanh", ["thanh"])]),
        ("thanj", [("thanj", ["thanh"])]),
        ("dừgn", [("dừgn", ["dừng"])]),
        ("lonh", [("lonh", ["long"])]),
        ('"thahn long"', [("thahn", ["thanh"])]),
        ("lonh NEAR/3 thahn", [("lonh", ["long"]), ("thahn", ["thanh"])]),
        ("thanh -lonh", []),
        ("byline:thahn", []),
        ("thah*", []),
        ("hòa hoà hoa", []),
        ("dang", []),
        ("zzzzz", []),
        ("Đảng", []),
    ],
)
def test_what_is_suggested(archive: sqlite3.Connection, text: str, expected: list[tuple[str, list[str]]]) -> None:
    assert near(archive, text) == expected


def test_an_empty_vocabulary_suggests_nothing() -> None:
    connection = new_archive()
    assert near(connection, "thahn") == []
    connection.close()
