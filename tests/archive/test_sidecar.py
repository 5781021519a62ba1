"""The sidecar finds what FTS5 finds, follows every change, and never stands in the way."""

import json
import random
import sqlite3
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from archive import search
from archive.errors import ArchiveBusy, BadQuery, CannotOpen
from archive.filters import Filters, resolve
from archive.folding import words
from archive.sidecar.feed import refresh
from archive.sidecar.files import FOLDER, drop, read_mark
from archive.sidecar.use import CATCH_UP, Sidecar, fresh
from tests.archive.small_archive import add, new_archive
from tests.archive.test_query import DOCUMENTS, queries

_TEXT = "uy uỷ ủy ban bản dan dân dang đang đảng hoà hòa hoa vận Vận van cau cầu quý Đường x\u0300n a\u0301\u0302"
_WORDS = words(_TEXT)
_SIGNS = (" ", " ", " ", ", ", " - ", ".", "/", "_", "\n\n")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, sqlite3.Connection]]:
    """Return 300 articles of a small vocabulary, in which every query finds something sometimes."""
    folder = tmp_path_factory.mktemp("sidecar")
    connection = new_archive(folder / "archive.db")
    chance = random.Random(7)
    for number, document in enumerate(DOCUMENTS):
        add(connection, 2020070700001 + number, site=1, **document)
    for number in range(300):
        fields: dict[str, Any] = {"title": _text(chance, 4), "lede": _text(chance, 5), "body": _text(chance, 12)}
        fields |= {"byline": _text(chance, 2), "photos": [("u", _text(chance, 3), None)]}
        day = 20200101 + number % 28 + 10_000 * (number % 3)
        add(connection, day * 100_000 + number, site=1 + number % 3, section_code=number % 2 or None, **fields)
    refresh(folder, connection)
    yield folder, connection
    connection.close()


def _text(chance: random.Random, length: int) -> str:
    made = "".join(chance.choice(_WORDS) + chance.choice(_SIGNS) for _ in range(chance.randrange(length + 1)))
    return unicodedata.normalize("NFC", made)


def both(
    archive: tuple[Path, sqlite3.Connection], text: str, filters: Filters, exact: bool
) -> tuple[set[int], set[int] | None]:
    folder, connection = archive
    sidecar, why_not = fresh(folder, connection)
    assert sidecar is not None, why_not
    best = sidecar.best(text, resolve(connection, filters), exact=exact, limit=1000, offset=0)
    found = set(search.ids(connection, text, filters, exact=exact))
    if best is None:
        return found, None
    assert best.total == len(best.hits)
    return found, {each for each, _ in best.hits}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=queries)
def test_the_sidecar_finds_what_fts5_finds(many: tuple[Path, sqlite3.Connection], query: str) -> None:
    for exact in (False, True):
        found, theirs = both(many, query, Filters(), exact)
        if theirs is None:
            assert "NEAR" in query
            assert "*" in query
        else:
            assert theirs == found


def generated(count: int) -> list[str]:
    """Return queries of every kind, the same each time."""
    chance = random.Random(11)

    def word() -> str:
        return chance.choice([*_WORDS, "da*", "hoà*", "va*", "ưu", "uỷ*", "quy*"])

    def leaf() -> str:
        kind = chance.randrange(6)
        plain = [each for each in _WORDS if "*" not in each]
        if kind == 0:
            return f"{chance.choice(['title', 'lede', 'caption', 'body', 'byline'])}:{word()}"
        if kind == 1:
            return f'"{chance.choice(plain)} {word()}"'
        if kind == 2:
            return f'"{" ".join(chance.choices(plain, k=3))}"'
        if kind == 3:
            return f"({chance.choice(plain)} NEAR/{chance.randrange(6)} {chance.choice(plain)})"
        return word()

    def query(depth: int) -> str:
        if depth == 0 or chance.random() < 0.3:
            return leaf()
        left, right = query(depth - 1), query(depth - 1)
        return chance.choice(
            [f"({left} {right})", f"({left} OR {right})", f"({left} -{right})", f"((-{left} OR {right}) {word()})"]
        )

    return [query(3) for _ in range(count)]


def test_hundreds_of_queries_with_and_without_filters(many: tuple[Path, sqlite3.Connection]) -> None:
    served = hits = 0
    narrowings = (
        Filters(),
        Filters(site="baovidu"),
        Filters(province="Lâm Đồng", date_from="2021-01-05"),
        Filters(section="Thời sự"),
    )
    for number, query in enumerate(generated(600)):
        found, theirs = both(many, query, narrowings[number % len(narrowings)], number % 5 == 0)
        if theirs is not None:
            assert theirs == found, query
            served, hits = served + 1, hits + bool(found)
    assert served > 550
    assert hits > 400


def test_facets_are_those_of_the_hits(many: tuple[Path, sqlite3.Connection]) -> None:
    folder, connection = many
    sidecar, _ = fresh(folder, connection)
    assert sidecar is not None
    for text in ("hoa", "đang", ""):
        ids = json.dumps(list(search.ids(connection, text)))
        for column, expression in (
            ("site", "site"),
            ("province", "province"),
            ("section", "section"),
            ("year", "day / 10000"),
        ):
            select = (
                f"SELECT {expression}, count(*) FROM facets WHERE {expression} NOT NULL AND article_id IN "
                "(SELECT value FROM json_each(?)) GROUP BY 1"
            )
            expected = dict(connection.execute(select, (ids,)).fetchall())
            assert sidecar.facet(text, resolve(connection, Filters()), column, exact=False) == expected
            assert expected


def test_the_best_hit_has_the_word_in_its_title(many: tuple[Path, sqlite3.Connection]) -> None:
    folder, connection = many
    first = add(connection, 2019010100001, title="Zịt", body="dài " * 30)
    second = add(connection, 2019010100002, title="Khác", body="Zịt " + "dài " * 30)
    sidecar, _ = fresh(folder, connection)
    assert sidecar is not None
    best = sidecar.best("zịt", resolve(connection, Filters()), exact=False, limit=1, offset=0)
    assert best is not None
    assert ([each for each, _ in best.hits], best.total) == ([first], 2)
    after = sidecar.best("zịt", resolve(connection, Filters()), exact=False, limit=5, offset=1)
    assert after is not None
    assert [each for each, _ in after.hits] == [second]


@pytest.fixture
def few(tmp_path: Path) -> Iterator[tuple[Path, sqlite3.Connection]]:
    connection = new_archive(tmp_path / "archive.db")
    add(connection, 2020070700001, body="cầu")
    yield tmp_path, connection
    connection.close()


def ranked(archive: tuple[Path, sqlite3.Connection], text: str) -> list[int]:
    sidecar, why_not = fresh(*archive)
    assert sidecar is not None, why_not
    result = search.search(archive[1], text, rank=True, sidecar=sidecar)
    assert result.ranked_over is None
    return [hit.article["id"] for hit in result.hits]


def test_a_search_takes_in_a_few_changes_first(few: tuple[Path, sqlite3.Connection]) -> None:
    folder, connection = few
    assert fresh(folder, connection) == (None, None)
    refresh(folder, connection)
    assert ranked(few, "cầu") == [2020070700001]
    add(connection, 2020070700002, body="cầu cầu")
    connection.execute("UPDATE articles SET body = 'đường' WHERE id = 2020070700001")
    connection.commit()
    assert ranked(few, "cầu") == [2020070700002]
    assert ranked(few, "đường") == [2020070700001]
    connection.execute("DELETE FROM facets WHERE article_id = 2020070700002")
    connection.execute("DELETE FROM articles WHERE id = 2020070700002")
    connection.commit()
    assert ranked(few, "cầu") == []


def test_a_moved_date_and_a_byline_are_changes_too(few: tuple[Path, sqlite3.Connection]) -> None:
    folder, connection = few
    refresh(folder, connection)
    connection.execute("UPDATE facets SET day = 20190101")
    connection.execute("UPDATE articles SET byline = 'Lê Hòa'")
    connection.commit()
    sidecar, _ = fresh(folder, connection)
    assert sidecar is not None
    best = sidecar.best(
        "byline:hoà", resolve(connection, Filters(date_to="2019-01-01")), exact=False, limit=9, offset=0
    )
    assert best is not None
    assert best.total == 1


def test_far_behind_it_steps_aside_and_says_so_until_it_is_refreshed(few: tuple[Path, sqlite3.Connection]) -> None:
    folder, connection = few
    refresh(folder, connection)
    for number in range(CATCH_UP + 1):
        add(connection, 2020070800001 + number, body="cầu")
    sidecar, why_not = fresh(folder, connection)
    assert sidecar is None
    assert why_not is not None
    assert "201 changes behind" in why_not
    done = refresh(folder, connection)
    assert (done.added, done.removed, done.rebuilt) == (201, 0, False)
    assert len(ranked(few, "cầu")) == 20


def test_an_interrupted_refresh_goes_on_where_it_was(
    few: tuple[Path, sqlite3.Connection], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, connection = few
    for number in range(30):
        add(connection, 2020070800001 + number, body="cầu")
    monkeypatch.setattr("archive.sidecar.feed._PAGE", 10)
    monkeypatch.setattr("archive.sidecar.feed._CHANGED", use_page("archive.sidecar.feed", 10))
    monkeypatch.setattr("archive.sidecar.feed._COMMIT", 10)

    def stop(done: int, _total: int) -> None:
        if done >= 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        refresh(folder, connection, told=stop)
    mark = read_mark(folder)
    assert mark is not None
    assert mark.change == 20
    assert refresh(folder, connection).added == 11
    assert len(ranked(few, "cầu")) == 20
    sidecar, _ = fresh(folder, connection)
    assert sidecar is not None
    assert sidecar.searcher.num_docs == 31


def use_page(module: str, size: int) -> str:
    text: str = sys.modules[module]._CHANGED
    return text.rpartition("LIMIT")[0] + f"LIMIT {size}"


@pytest.mark.parametrize("damage", ["meta", "segment", "mark", "other archive", "backup", "format"])
def test_what_cannot_be_used_is_one_line_and_is_made_anew(few: tuple[Path, sqlite3.Connection], damage: str) -> None:
    folder, connection = few
    refresh(folder, connection)
    index = folder / FOLDER
    mark = json.loads((index / "tintinh.json").read_text())
    if damage == "meta":
        (index / "meta.json").write_text("{")
    elif damage == "segment":
        next(index.glob("*.idx")).unlink()
    elif damage == "mark":
        (index / "tintinh.json").write_text("[]")
    else:
        changed = {"other archive": {"archive": "1999"}, "backup": {"change": 99}, "format": {"format": 0}}[damage]
        (index / "tintinh.json").write_text(json.dumps(mark | changed))
    sidecar, why_not = fresh(folder, connection)
    if sidecar is None:
        assert why_not is not None
        assert "\n" not in why_not
        assert "tintinh index" in why_not
    else:
        assert damage == "segment"  # Tantivy reads what is missing when it is asked
    refresh(folder, connection, rebuild=damage == "segment")
    assert ranked(few, "cầu") == [2020070700001]


def test_a_foreign_folder_is_left_alone(few: tuple[Path, sqlite3.Connection]) -> None:
    folder, connection = few
    (folder / FOLDER).mkdir()
    (folder / FOLDER / "mine.txt").write_text("mine")
    sidecar, why_not = fresh(folder, connection)
    assert sidecar is None
    assert why_not
    with pytest.raises(CannotOpen, match="not made by tintinh"):
        refresh(folder, connection)
    with pytest.raises(CannotOpen, match="not made by tintinh"):
        drop(folder)
    assert (folder / FOLDER / "mine.txt").read_text() == "mine"


def test_dropping_it_leaves_the_archive_as_it_was(few: tuple[Path, sqlite3.Connection]) -> None:
    folder, connection = few
    refresh(folder, connection)
    assert drop(folder)
    assert not drop(folder)
    assert fresh(folder, connection) == (None, None)


def test_two_at_once(few: tuple[Path, sqlite3.Connection]) -> None:
    folder, connection = few
    refresh(folder, connection)
    add(connection, 2020070700002, body="cầu")
    sidecar, _ = fresh(folder, connection)
    assert sidecar is not None
    writer = sidecar.index.writer(15_000_000, 1)
    add(connection, 2020070700003, body="cầu")
    with pytest.raises(ArchiveBusy, match="another process"):
        refresh(folder, connection)
    late, why_not = fresh(folder, connection)
    assert late is None
    assert why_not is not None
    assert "1 changes behind" in why_not
    del writer


def test_without_tantivy_one_line_says_what_to_install(
    few: tuple[Path, sqlite3.Connection], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, connection = few
    refresh(folder, connection)
    monkeypatch.setitem(sys.modules, "tantivy", None)
    with pytest.raises(BadQuery, match=r"pip install 'tintinh\[search\]'"):
        refresh(folder, connection)
    sidecar, why_not = fresh(folder, connection)
    assert sidecar is None
    assert why_not is not None
    assert "pip install" in why_not


def test_what_only_fts5_can_answer_is_answered_by_it(many: tuple[Path, sqlite3.Connection]) -> None:
    folder, connection = many
    sidecar, _ = fresh(folder, connection)
    assert isinstance(sidecar, Sidecar)
    query = "hoa NEAR/400 van"
    assert sidecar.best(query, resolve(connection, Filters()), exact=False, limit=9, offset=0) is None
    result = search.search(connection, query, rank=True, sidecar=sidecar)
    assert result.total == len(list(search.ids(connection, query)))
    assert result.hits
