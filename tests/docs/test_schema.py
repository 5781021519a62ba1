"""docs/schema.md against a database made by archive.schema, both ways; and its queries find what they say."""

import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.derived import refresh
from archive.schema import APPLICATION_ID, VERSION, upgrade
from tests.archive.small_archive import add, new_archive

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "schema.md").read_text()
QUERIES = re.findall(r"```sql\n(.*?)```", TEXT, re.DOTALL)


def described() -> dict[str, list[tuple[str, str]]]:
    """Return the document's tables: name -> [(column, what it holds)]."""
    found = {}
    for section in TEXT.partition("## Tables")[2].split("\n### ")[1:]:
        name, _, rest = section.partition("\n")
        rows = re.findall(r"^\| (\w+) \| (.*) \|$", rest, re.MULTILINE)
        found[name] = [row for row in rows if row != ("column", "holds")]
    return found


def made() -> dict[str, list[str]]:
    """Return the tables of a new archive, FTS5's own shadow tables left out: name -> [column]."""
    connection = sqlite3.connect(":memory:")
    upgrade(connection)
    tables = connection.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'view', 'virtual') "
        "AND name NOT LIKE 'sqlite_%'"
    )
    columns = "SELECT name FROM pragma_table_info(?) ORDER BY cid"
    return {name: [row[0] for row in connection.execute(columns, (name,))] for (name,) in tables.fetchall()}


@pytest.fixture
def archive() -> Iterator[sqlite3.Connection]:
    connection = new_archive()
    add(connection, 2020070700001, title="Ủy ban nhân dân tỉnh họp", body="Đảng bộ tỉnh làm tốt công tác dân vận.")
    add(connection, 2020070800001, title="Uỷ ban thẩm tra", lede="Về hoà giải ở cơ sở", body="Tổ dân phố.", site=2)
    yield connection
    connection.close()


def test_the_same_tables() -> None:
    assert set(described()) == set(made())


@pytest.mark.parametrize("table", made())
def test_the_same_columns_in_the_same_order(table: str) -> None:
    assert [column for column, _ in described()[table]] == made()[table]


def test_every_line_says_something() -> None:
    assert all(len(holds) > 2 for rows in described().values() for _, holds in rows)


def test_references_lead_to_columns() -> None:
    for table, column in re.findall(r"`(\w+)\.(\w+)`", TEXT.partition("## Tables")[2]):
        assert column in made()[table], f"{table}.{column}"


def test_numbers_of_the_schema() -> None:
    assert f"number of the schema, now {VERSION};" in TEXT
    assert f"`PRAGMA application_id` is {APPLICATION_ID}" in TEXT


@pytest.mark.parametrize("query", QUERIES)
def test_queries_find_something(archive: sqlite3.Connection, query: str) -> None:
    for site in (1, 2):
        add(
            archive,
            2020070900000 + site,
            site=site,
            body="Hai tàu cá được kéo về bến sau một đêm trôi dạt ngoài khơi vì hỏng máy.",
        )
    refresh(archive)
    assert archive.execute(query).fetchall()


def test_both_spellings_are_found_by_both_searches(archive: sqlite3.Connection) -> None:
    searches = [query for query in QUERIES if "ban'" in query or 'ban"' in query]
    assert len(searches) == 2
    for query in searches:
        assert len(archive.execute(query).fetchall()) == 2


def test_the_metadata_makes_datasette_search(archive: sqlite3.Connection) -> None:
    block = re.search(r"```json\n(.*?)```", TEXT, re.DOTALL)
    assert block
    tables = json.loads(block[1])["databases"]["archive"]["tables"]
    assert set(tables) == {"articles", "news", "articles_plain"}
    for table, keys in tables.items():
        # The condition that Datasette adds for ?_search= (datasette/filters.py).
        index, identity = keys["fts_table"], keys["fts_pk"]
        query = f"SELECT id FROM {table} WHERE {identity} IN (SELECT rowid FROM {index} WHERE {index} MATCH ?)"
        assert archive.execute(query, ('"dang"',)).fetchall() == [(2020070700001,)]
        assert archive.execute(query, ('"đảng"',)).fetchall() == []  # as the document warns


def test_the_query_for_pandas_runs(archive: sqlite3.Connection) -> None:
    block = re.search(r"```python\n(.*?)```", TEXT, re.DOTALL)
    assert block
    compile(block[1], "schema.md", "exec")
    query = re.search(r'"""(.*?)"""', block[1], re.DOTALL)
    assert query
    assert len(archive.execute(query[1]).fetchall()) == 2
