"""The sidecar finds what FTS5 finds, follows every change, and never stands in the way."""

import json
import random
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tantivy
from hypothesis import HealthCheck, given, settings

from archive import rows, search
from archive.bulk import bulk
from archive.errors import ArchiveBusy, BadQuery, CannotOpen
from archive.facets import NAMES, facets
from archive.filters import Filters, resolve
from archive.folder import reading, writing
from archive.indexing import bring_up_to_date, report_lines, take_away
from archive.sidecar import use
from archive.sidecar.feed import refresh
from archive.sidecar.fields import spelled
from archive.sidecar.files import FOLDER, drop, last_change, read_mark
from archive.sidecar.pairs import common_words
from archive.sidecar.use import CATCH_UP, Sidecar, fresh
from tests.archive.generated_queries import documents, generated
from tests.archive.small_archive import add, new_archive
from tests.archive.test_query import DOCUMENTS, queries

NARROWINGS = (
    Filters(),
    Filters(site="baovidu"),
    Filters(province="Lâm Đồng", date_from="2021-01-05"),
    Filters(section="Thời sự"),
    Filters(date_to="2021-01-20"),  # an article without a day is outside
    Filters(month="2020-01", kind="portal"),
)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, sqlite3.Connection]]:
    """Return 300 articles of a small vocabulary, in which every query finds something sometimes."""
    folder = tmp_path_factory.mktemp("sidecar")
    connection = new_archive(folder / "archive.db")
    for number, document in enumerate(DOCUMENTS):
        add(connection, 2020070700001 + number, site=1, **document)
    for number, fields in enumerate(documents(300)):
        day = 20200101 + number % 28 + 10_000 * (number % 3)
        known: dict[str, Any] = {} if number % 17 else {"day": None}
        section = number % 2 or None
        add(connection, day * 100_000 + number, site=1 + number % 3, section_code=section, **known, **fields)
    refresh(folder, connection)
    yield folder, connection
    connection.close()


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


def test_hundreds_of_queries_with_and_without_filters(many: tuple[Path, sqlite3.Connection]) -> None:
    served = hits = 0
    for number, query in enumerate(generated(600)):
        found, theirs = both(many, query, NARROWINGS[number % len(NARROWINGS)], number % 5 == 0)
        if theirs is not None:
            assert theirs == found, query
            served, hits = served + 1, hits + bool(found)
    assert served > 550
    assert hits > 400


@pytest.mark.parametrize("names", [[name] for name in NAMES] + [list(NAMES)], ids=" ".join)
def test_facets_are_those_of_the_database(
    many: tuple[Path, sqlite3.Connection], names: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, connection = many
    sidecar, _ = fresh(folder, connection)
    assert sidecar is not None
    texts = ["", "hoa", "đang", "hoa OR đang", '"hoa van"', "khôngcó", "hoa NEAR/400 van", "hoa -đang", *generated(12)]
    wanted = [(text, filters, exact) for text in texts for filters in NARROWINGS for exact in (False, True)]
    expected = [facets(connection, text, filters, names=names, exact=exact) for text, filters, exact in wanted]
    assert sum(total for total, _ in expected) > 2_000
    assert any(each.unknown for _, found in expected for each in found) or not {"section", "month"} & set(names)
    for (text, filters, exact), (total, found) in zip(wanted, expected, strict=True):
        ours = facets(connection, text, filters, names=names, exact=exact, sidecar=sidecar)
        assert ours == (total, found), (text, filters)
    monkeypatch.setattr(rows, "divided", None)
    assert facets(connection, "hoa", names=names, sidecar=sidecar)[0] > 0, "the sidecar was asked"


def test_what_the_sidecar_does_not_hold_is_counted_by_the_database(
    many: tuple[Path, sqlite3.Connection], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, connection = many
    sidecar, _ = fresh(folder, connection)
    assert sidecar is not None
    for text, filters in (("hoa", Filters(has_photo=True)), ("hoa NEAR/400 van", Filters())):
        assert sidecar.divided(text, resolve(connection, filters), ["site"], exact=False) is None
        assert facets(connection, text, filters, sidecar=sidecar) == facets(connection, text, filters)
    with pytest.raises(BadQuery, match="closed"):
        facets(connection, '"hoa', sidecar=sidecar)
    monkeypatch.setattr(use, "_MOST_BUCKETS", 1)
    assert sidecar.divided("hoa", resolve(connection, Filters()), ["site"], exact=False) is None


def test_the_best_hit_has_the_word_in_its_title(many: tuple[Path, sqlite3.Connection]) -> None:
    folder, connection = many
    first = add(connection, 2019010100001, title="Zịt", body="dài " * 30)
    second = add(connection, 2019010100002, title="Khác", body="Zịt " + "dài " * 30)
    sidecar, _ = fresh(folder, connection)
    assert sidecar is not None
    best = sidecar.best("zịt", resolve(connection, Filters()), exact=False, limit=1, offset=0)
    assert best is not None
    assert ([each for each, _ in best.hits], best.total) == ([first], 2)
    uncounted = sidecar.best("zịt", resolve(connection, Filters()), exact=False, limit=1, offset=0, counting=False)
    assert uncounted is not None
    assert (uncounted.hits, uncounted.total) == (best.hits, None)
    after = sidecar.best("zịt", resolve(connection, Filters()), exact=False, limit=5, offset=1)
    assert after is not None
    assert [each for each, _ in after.hits] == [second]


def test_phrases_of_common_words_are_looked_up_as_pairs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = new_archive(tmp_path / "archive.db")
    bodies = {
        "Ủy ban nhân dân xã": {1, 3, 5},
        "Uỷ ban. Nhân dân; xã": {1, 3, 5},
        "ủy ban hoạ nhân dân xã, ban nhân dân ủy": {1, 4, 5},
        "ủy ban nhân ban nhân dân": {1, 4},
        "dân ban ủy nhân": set(),
        "uy bàn nhan dan": {2},
    }
    phrases = {
        1: '"ủy ban"',
        2: '"bàn nhan"',
        3: '"ủy ban nhân dân"',
        4: '"ban nhân dân" -"uy ban nhan dan"',
        5: '"dân xã"',
    }
    for number, body in enumerate(bodies, 1):
        add(connection, 2020070700000 + number, title="ủy ban" if body.startswith("dân") else "khác", body=body)
    connection.commit()
    refresh(tmp_path, connection)
    add(connection, 2020070800001, body="Ủy ban nhân dân họp, xã")  # after the shares were counted
    sidecar, _ = fresh(tmp_path, connection)
    assert sidecar is not None
    for number, phrase in phrases.items():
        best = sidecar.best(phrase, resolve(connection, Filters()), exact=False, limit=20, offset=0)
        assert best is not None
        found = {each for each, _ in best.hits}
        assert found == set(search.ids(connection, phrase)), phrase
        expected = {2020070700000 + at for at, numbers in enumerate(bodies.values(), 1) if number in numbers}
        assert found - {2020070700005, 2020070800001} == expected - {2020070700005}, phrase
    assert sidecar.common.of_phrase(["ủy", "ban", "nhân"], exact=True) == ["ủy_ban", "ban_nhân"]
    assert sidecar.common.of_phrase(["ủy", "họp"], exact=True) is None
    assert sidecar.common.of_phrase(["uy", "ban"], exact=False) == ["uy_ban"]
    field = sidecar.index.schema
    positions = tantivy.Query.phrase_query(field, "pairs_exact", ["ủy_ban", "ban_nhân"])
    matched: Any = sidecar.searcher.search(positions, 10)
    assert matched.count == 3, "what is between two pairs is no pair, but has its place"
    connection.close()


def test_only_words_of_many_articles_are_paired(tmp_path: Path) -> None:
    connection = new_archive(tmp_path / "archive.db")
    for number in range(20):
        add(
            connection,
            2020070700001 + number,
            body="cầu và đường" if number < 8 else "cầu và sông" if number < 10 else "cầu",
        )
    common = common_words(connection, last_change(connection), spelled)
    assert common.exact == {"cầu": 1.0, "và": 0.5, "đường": 0.4}
    assert common.folded == {"cau": 1.0, "va": 0.5, "duong": 0.4}
    assert common.of_text("Cầu, và đường và sông", exact=True) == "cầu_và và_đường đường_và ."
    assert common.of_phrase(["cầu"], exact=True) is None
    connection.close()


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
        assert damage == "segment"  # Tantivy sees what is missing when it is asked
        assert search.search(connection, "cầu", rank=True, sidecar=sidecar).total == 1
    refresh(folder, connection, rebuild=damage == "segment")
    assert ranked(few, "cầu") == [2020070700001]


def test_the_command_makes_refreshes_and_drops_it(few: tuple[Path, sqlite3.Connection]) -> None:
    folder, connection = few
    first = bring_up_to_date(folder, rebuild=False, progress=None)
    assert first == {
        "articles": 1,
        "added": 1,
        "removed": 0,
        "rebuilt": True,
        "change": 1,
        "completed": 0,
        "waiting": 0,
    }
    assert list(report_lines(first)) == ["sidecar index made: 1 articles put in; 1 in the archive"]
    connection.execute("DELETE FROM facets")
    connection.execute("DELETE FROM articles")
    connection.commit()
    second = bring_up_to_date(folder, rebuild=False, progress=None)
    assert list(report_lines(second)) == ["sidecar index refreshed: 0 articles put in, 1 taken out; 0 in the archive"]
    assert list(report_lines(take_away(folder))) == ["the sidecar index is deleted"]
    assert list(report_lines(take_away(folder))) == ["there was no sidecar index"]


def test_the_command_completes_an_interrupted_load(tmp_path: Path) -> None:
    new_archive(tmp_path / "archive.db").close()
    with writing(tmp_path) as connection, pytest.raises(RuntimeError):
        interrupted(connection)
    with reading(tmp_path) as connection:
        sidecar, note = search.best_index(tmp_path, connection, helps=False)
        assert sidecar is None
        assert note is not None
        assert "1 articles cannot be found yet" in note
    with writing(tmp_path):
        assert bring_up_to_date(tmp_path, rebuild=False, progress=None)["waiting"] == 1
    done = bring_up_to_date(tmp_path, rebuild=True, progress=None)
    assert (done["completed"], done["waiting"]) == (1, 0)
    with reading(tmp_path) as connection:
        assert search.count(connection, "cầu") == 1
        assert search.best_index(tmp_path, connection, helps=False) == (None, None)


def interrupted(connection: sqlite3.Connection) -> None:
    with bulk(connection):
        add(connection, 2020070700001, body="cầu")
        raise RuntimeError


def test_damaged_files_never_end_in_anything_but_an_answer_of_fts5(few: tuple[Path, sqlite3.Connection]) -> None:
    folder, connection = few
    for number in range(20):
        add(connection, 2020070800001 + number, title="cầu", body="cầu đường " * number)
    refresh(folder, connection)
    chance = random.Random(5)
    whole = {path: path.read_bytes() for path in (folder / FOLDER).iterdir() if path.suffix != ".lock"}
    for _ in range(60):
        path = chance.choice(list(whole))
        torn = bytearray(whole[path])
        for _ in range(20):
            torn[chance.randrange(len(torn))] = chance.randrange(256)
        put(path, chance.choice([bytes(torn), whole[path][: len(torn) // 2], bytes(len(torn))]))
        sidecar, _ = fresh(folder, connection)
        result = search.search(connection, 'cầu OR "cầu đường" OR đư*', rank=True, sidecar=sidecar)
        assert result.hits or sidecar is not None  # what is damaged unseen may answer wrongly, but it answers
        if sidecar is not None:
            sidecar.divided("cầu", resolve(connection, Filters()), ["site"], exact=False)
        for each, data in whole.items():
            put(each, data)


def put(path: Path, data: bytes) -> None:
    """Write another file of that name: an index that is still open has the old one mapped into memory."""
    path.unlink()
    path.write_bytes(data)


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
