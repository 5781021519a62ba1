"""One article, one shape: what SQLite makes of it in an export is what `show --json` gives, for any text."""

import csv
import io
import json
import random
import sqlite3
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from archive.export.csv import COLUMNS, cells
from archive.export.formats import FORMATS
from archive.export.selection import Selection
from archive.record import Record, article_dict
from tests.archive.small_archive import add, new_archive

NASTY = (
    "",
    "\n",
    "\n\n",
    "\n\n\n",
    "a\n\nb",
    "a\n\n\n\nb\n\n",
    "\\n\\n",
    "\\\n\n",
    "\\n\n\nb",
    "\\n\nb",
    "a\\\\\n\n\\n",
    '"\n\n"',
    '"',
    '\\"',
    '","',
    "a\x00b\n\nc",
    "\x01\x08\x0c\x1f\x7f\t\r\r\n",
    "\x85\u2028\u2029\ufeff\ufffe\uffff",
    "Ấ\ud7ff😀 ế \xa0\u3000x",
    "=1+1",
    "null",
    "[]",
    "%s %d {x}",
)
TEXT = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.sampled_from('\\n\n"\r,\0\x1f\x85\u2028đ😀 '), max_size=12),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
)
OPTIONAL = st.none() | TEXT
ARTICLE = st.fixed_dictionaries(
    {"title": TEXT, "body": TEXT, "tags": st.lists(TEXT, max_size=3)}
    | {"photos": st.lists(st.tuples(TEXT, OPTIONAL, OPTIONAL), max_size=3)}
    | {"attachments": st.lists(st.tuples(TEXT, TEXT), max_size=2)}
    | dict.fromkeys(("lede", "byline", "source", "section", "layout", "published_raw"), OPTIONAL)
    | {
        "published": st.sampled_from(
            [None, "2020-07-07", "2020-07-07T14:30+07:00", "1870-01-01", "2020-07-07T14:30:59+07:00"]
        )
    }
    | {"fallback": st.integers(0, 1), "version": st.integers(1, 9), "site": st.integers(1, 3)}
)


@pytest.fixture(scope="module")
def archive() -> Iterator[sqlite3.Connection]:
    connection = new_archive()
    connection.execute("DELETE FROM provinces WHERE id = 3")
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shape")


def exported(name: str, connection: sqlite3.Connection, ids: list[int]) -> str:
    with io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") as stream:
        chosen = Selection(folder=Path(), connection=connection, ids=iter(ids))
        assert FORMATS[name].writer()(chosen, stream).count == len(ids)
        stream.seek(0)
        return stream.read()


def check(connection: sqlite3.Connection, ids: list[int], scratch: Path) -> None:
    expected = [article_dict(connection, each) for each in ids]
    lines = exported("jsonl", connection, ids).splitlines()
    assert [json.loads(line) for line in lines] == expected
    assert all(list(json.loads(line)) == list(record) for line, record in zip(lines, expected, strict=True))
    assert json.loads(exported("json", connection, ids)) == expected
    header, *rows = csv.reader(io.StringIO(exported("csv", connection, ids), newline=""))
    assert tuple(header) == COLUMNS
    assert rows == [["" if value is None else str(value) for value in cells(record).values()] for record in expected]
    assert parquet(connection, ids, scratch) == [typed(record) for record in expected]


def parquet(connection: sqlite3.Connection, ids: list[int], scratch: Path) -> list[Record]:
    from pyarrow.parquet import read_table

    chosen = Selection(folder=Path(), connection=connection, ids=iter(ids))
    assert FORMATS["parquet"].writer()(chosen, scratch / "x").count == len(ids)
    rows: list[Record] = read_table(scratch / "x").to_pylist()
    return rows


def typed(record: Record) -> Record:
    """Return an article as Parquet has it: dates and instants in place of their text."""
    published, captured = record["published"], record["captured"]
    return record | {
        "published": date.fromisoformat(published[:10]) if published else None,
        "published_at": datetime.fromisoformat(published) if published and "T" in published else None,
        "captured": datetime.fromisoformat(captured) if captured else None,
    }


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=ARTICLE)
@example(fields={"body": "\\n\n\nb", "tags": [], "title": "\0,"})
def test_any_text_is_the_same_in_every_export(
    archive: sqlite3.Connection, scratch: Path, fields: dict[str, Any]
) -> None:
    for table, column in (
        ("photos", "article_id"),
        ("attachments", "article_id"),
        ("facets", "article_id"),
        ("articles", "id"),
    ):
        archive.execute(f"DELETE FROM {table} WHERE {column} > 0")
    check(archive, [add(archive, 2020070700001, **fields)], scratch)


def test_a_nasty_corpus_in_any_order(archive: sqlite3.Connection, scratch: Path) -> None:
    """More articles than are read at once, in an order that is none; photos written last first."""
    ids = []
    for number in range(1_200):
        text, other = NASTY[number % len(NASTY)], NASTY[number * 7 % len(NASTY)]
        photos = [(f"https://a/{text}", other, None), (other, None, text)][: number % 3]
        ids.append(
            add(archive, 2021010100001 + number, title=text, body=f"{other}\n\n{text}", lede=text, photos=photos)
        )
    archive.execute("UPDATE photos SET position = -position")
    archive.execute("UPDATE articles SET tags = NULL WHERE id % 7 = 0")
    archive.execute("UPDATE articles SET tags = '' WHERE id % 7 = 1")
    random.Random(1).shuffle(ids)
    check(archive, ids, scratch)
    chosen = Selection(folder=Path(), connection=archive, ids=iter([5, *ids]))
    assert [record["id"] for record in chosen.records()] == ids


def test_a_file_has_no_line_end_but_its_own(archive: sqlite3.Connection) -> None:
    identity = add(archive, 2022010100001, title="a\x85\u2028\u2029b", photos=[("\u2028", "\x85“", "\r")])
    assert len(exported("jsonl", archive, [identity]).splitlines()) == 1
