import sqlite3
from collections.abc import Iterator

import pytest

from archive.errors import BadQuery
from archive.facets import DEFAULT, NAMES, Facet, facet_names, facets, facets_dict, months
from archive.filters import Filters
from archive.hit_lines import of_facets
from tests.archive.small_archive import add, new_archive


@pytest.fixture
def archive() -> Iterator[sqlite3.Connection]:
    connection = new_archive()
    add(connection, 2018070700001, site=1, body="cầu mới", section="Thời sự", section_code=1)
    add(connection, 2020070700001, site=2, body="cầu")
    add(connection, 2020080700001, site=2, body="cầu")
    add(connection, 2021010100001, site=3, day=None, body="cầu", published=None)
    add(connection, 2021010100002, site=3, day=20171231, body="đường")
    yield connection
    connection.close()


def counts(connection: sqlite3.Connection, text: str, filters: Filters | None = None) -> dict[str, Facet]:
    total, found = facets(connection, text, filters, names=NAMES)
    for facet in found:
        assert sum(count for _, count in facet.values) + facet.unknown == total
    return {facet.name: facet for facet in found}


def test_every_hit_is_counted_once_in_each_facet(archive: sqlite3.Connection) -> None:
    found = counts(archive, "cau")
    assert found["province"].values == (("Lâm Đồng", 2), ("Bình Thuận", 1), ("Hòa Bình", 1))
    assert found["province_now"].values == (("Lâm Đồng", 3), ("Phú Thọ", 1)), "old parts of a province are one"
    assert found["site"].values == (("congvidu", 2), ("baovidu", 1), ("tinhuyvidu", 1))
    assert found["kind"].values == (("portal", 2), ("newspaper", 1), ("party", 1))
    assert (found["section"].values, found["section"].unknown) == ((("Thời sự", 1),), 3)
    assert (found["year"].values, found["year"].unknown) == ((("2018", 1), ("2019", 0), ("2020", 2)), 1)
    assert [value for value, _ in found["month"].values][:7] == [
        *("2018-07", "2018-08", "2018-09", "2018-10", "2018-11", "2018-12", "2019-01")
    ]
    assert found["month"].values[-2:] == (("2020-07", 1), ("2020-08", 1))


@pytest.mark.parametrize(
    ("text", "filters", "sites"),
    [
        ("", Filters(), {"congvidu": 2, "tinhuyvidu": 2, "baovidu": 1}),
        ("", Filters(date_from="2018-01-01"), {"congvidu": 2, "baovidu": 1}),
        ("", Filters(kind="party"), {"tinhuyvidu": 2}),
        ("cầu", Filters(month="2020-07"), {"congvidu": 1}),
        ("cau -moi", Filters(), {"congvidu": 2, "tinhuyvidu": 1}),
        ("mới OR duong", Filters(), {"baovidu": 1, "tinhuyvidu": 1}),
        ("không", Filters(), {}),
    ],
)
def test_facets_follow_query_and_filters(
    archive: sqlite3.Connection, text: str, filters: Filters, sites: dict[str, int]
) -> None:
    assert dict(counts(archive, text, filters)["site"].values) == sites


def test_hits_drive_the_count_and_never_a_scan_of_all(archive: sqlite3.Connection) -> None:
    statements: list[str] = []
    archive.set_trace_callback(statements.append)
    facets(archive, "cầu", Filters(kind="portal"))
    facets(archive, "cầu", Filters(kind="portal"), names=["month"])
    archive.set_trace_callback(None)
    selects = [each for each in statements if "facets AS n" in each]
    assert len(selects) == 2
    for select in selects:
        plan = [row[3] for row in archive.execute("EXPLAIN QUERY PLAN " + select)]
        assert plan[0].startswith("SCAN hit VIRTUAL TABLE")
        assert "SEARCH n USING INTEGER PRIMARY KEY (rowid=?)" in plan


def test_one_facet_counts_as_several_do(archive: sqlite3.Connection) -> None:
    for text in ("cầu", "", "byline:an", "không"):
        total, together = facets(archive, text, names=NAMES)
        alone = [facets(archive, text, names=[name]) for name in NAMES]
        assert alone == [(total, [each]) for each in together]


def test_names_are_read_kindly_and_unknown_ones_refused() -> None:
    assert facet_names("Province, province-now,year,year") == ["province", "province_now", "year"]
    with pytest.raises(BadQuery, match="did you mean province"):
        facet_names("provinc")
    with pytest.raises(BadQuery, match=r"there are province, .*month"):
        facet_names("x")
    with pytest.raises(BadQuery, match="commas between"):
        facet_names(" , ")
    assert set(DEFAULT) <= set(NAMES)


def test_what_is_left_out_is_summed_and_zeros_are_drawn(archive: sqlite3.Connection) -> None:
    total, found = facets(archive, "cầu", names=("province", "year"))
    lines = list(of_facets(total, found, top=1))
    assert lines[0] == "4 articles"
    assert lines[2:5] == [
        "province",
        "  Lâm Đồng  2  ██████████████████████████████",
        "  2 others  2",
    ]
    assert lines[7:] == [
        "  2018       1  ███████████████",
        "  2019       0",
        "  2020       2  ██████████████████████████████",
        "  (unknown)  1",
    ]
    shape = facets_dict(total, found)
    assert shape["count"] == 4
    assert shape["facets"]["year"]["values"][1] == {"value": "2019", "count": 0}
    assert shape["facets"]["year"]["unknown"] == 1


def test_months_run_over_the_turn_of_a_year() -> None:
    assert months({201911: 1, 202002: 1}) == [201911, 201912, 202001, 202002]
    assert months({}) == []


def test_codes_that_together_are_more_than_an_integer_holds(archive: sqlite3.Connection) -> None:
    before = counts(archive, "cau")
    archive.execute("INSERT INTO sections(id, name) VALUES (4000000000, 'Xa')")
    archive.execute("UPDATE facets SET section = 4000000000 WHERE section = 1")
    assert counts(archive, "cau") == {**before, "section": Facet(name="section", values=(("Xa", 1),), unknown=3)}
