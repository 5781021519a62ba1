"""Datasette opens an archive with the metadata that a command writes, and finds what tintinh finds."""

import asyncio
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from archive import search
from archive.datasette import metadata
from tests.archive.small_archive import add, new_archive

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning:datasette.*"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:asgi_csrf.*"),
]
BODIES = ("Đảng bộ tỉnh", "đảng viên mới", "Đang làm", "dang dở", "không có gì")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("datasette") / "archive.db"
    connection = new_archive(path)
    for number, body in enumerate(BODIES, 1):
        add(connection, 2020070700000 + number, body=body, photos=[("u", "Ảnh", "An")])
    connection.execute(
        "INSERT INTO versions VALUES (2020070700001, 1, '2019', '2020', 1, '', 0, '', '', '{\"title\": \"Cũ\"}')"
    )
    connection.commit()
    yield path
    connection.close()


def get(path: Path, table: str, **parameters: str) -> dict[str, Any]:
    """Ask Datasette in this process, without a port."""
    from datasette.app import Datasette

    async def ask() -> dict[str, Any]:
        server = Datasette([str(path)], metadata=metadata())
        await server.invoke_startup()
        response = await server.client.get(f"/archive/{table}.json?{urlencode(parameters)}")
        answer: dict[str, Any] = response.json()
        for database in server.databases.values():
            database.close()
        return answer

    return asyncio.run(ask())


def ids(answer: dict[str, Any]) -> set[int]:
    at = answer["columns"].index("id")
    return {row[at] for row in answer["rows"]}


@pytest.mark.parametrize("table", ["news", "articles"])
def test_a_search_box_takes_accents_as_typed(path: Path, table: str) -> None:
    connection = new_archive_reader(path)
    for text, count in (("đảng", 2), ("dang", 1), ("đang", 1)):
        answer = get(path, table, _search=text)
        assert ids(answer) == set(search.ids(connection, text, exact=True))
        assert answer["filtered_table_rows_count"] == count
    connection.close()


def test_the_query_that_ignores_accents_finds_them_all(path: Path) -> None:
    connection = new_archive_reader(path)
    for text in ("dang", "đảng", "đang"):
        answer = get(path, "search_ignoring_accents", words=text)
        assert ids(answer) == set(search.ids(connection, "dang"))
        assert len(answer["rows"]) == 4
    assert len(get(path, "search", words="đảng")["rows"]) == 2
    answer = get(path, "search_ignoring_accents", words="dang")
    shown = {row[answer["columns"].index("found")] for row in answer["rows"]}
    assert shown == {"Đảng bộ tỉnh", "đảng viên mới", "Đang làm", "dang dở"}, "in the spelling of the source"
    assert ids(get(path, "articles_plain", _search="dang")) == set(search.ids(connection, "dang"))
    connection.close()


def test_the_search_box_leads_to_the_query_that_ignores_accents() -> None:
    described = metadata()["databases"]["archive"]
    for table in ("news", "articles"):
        link = re.search(r'href="([a-z_]+)\?words="', described["tables"][table]["description_html"])
        assert link
        assert link[1] in described["queries"]


def new_archive_reader(path: Path) -> Any:
    import sqlite3

    return sqlite3.connect(f"file:{path}?mode=ro", uri=True)


def test_every_query_runs_and_every_table_is_there(path: Path) -> None:
    described = metadata()["databases"]["archive"]
    for name in described["queries"]:
        answer = get(path, name, words="đảng")
        assert answer.get("ok", True), answer
        assert answer["rows"], name
    for name in described["tables"]:
        assert get(path, name)["ok"] if "ok" in get(path, name) else "rows" in get(path, name)


def test_the_command_writes_this_metadata() -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-m", "tintinh", "datasette"], capture_output=True, text=True, cwd=root, check=True
    )
    assert json.loads(done.stdout) == metadata()
    assert done.stderr == ""
