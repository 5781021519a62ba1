import sqlite3
from collections.abc import Iterator

import pytest

from archive import search
from archive.errors import BadQuery
from archive.filters import Filters
from tests.archive.small_archive import add, new_archive


@pytest.fixture
def archive() -> Iterator[sqlite3.Connection]:
    connection = new_archive()
    yield connection
    connection.close()


def found(connection: sqlite3.Connection, filters: Filters, text: str = "cầu") -> list[int]:
    return list(search.ids(connection, text, filters))


@pytest.mark.parametrize("text", ["cầu", "cau", "cầu OR duong", ""])
def test_what_an_article_has_or_what_became_of_it(archive: sqlite3.Connection, text: str) -> None:
    plain = add(archive, 2020070700001, body="cầu")
    photo = add(archive, 2020070700002, body="cầu", photos=[("u", None, None), ("v", None, None)])
    changed = add(archive, 2020070700003, body="cầu", version=2)
    archive.execute("INSERT INTO versions VALUES (?, 1, '2019', '2020', 1, 'l', 0, 'p', 'd', '{}')", (changed,))
    gone = add(archive, 2020070700004, body="cầu", gone_at="2020-08-01", photos=[("u", None, None)])
    assert found(archive, Filters(has_photo=True), text) == [gone, photo]
    assert found(archive, Filters(changed=True), text) == [changed]
    assert found(archive, Filters(gone=True), text) == [gone]
    assert found(archive, Filters(gone=True, has_photo=True, site="baovidu", month="2020-07"), text) == [gone]
    assert found(archive, Filters(gone=True, changed=True), text) == []
    assert found(archive, Filters(), text) == [gone, changed, photo, plain]


@pytest.mark.parametrize("text", ["cầu", ""])
def test_a_month_is_all_its_days(archive: sqlite3.Connection, text: str) -> None:
    days = (20200131, 20200201, 20200229, 20200301)
    ids = [add(archive, day * 100_000 + 1, body="cầu") for day in days]
    assert found(archive, Filters(month="2020-02"), text) == [ids[2], ids[1]]
    assert found(archive, Filters(month="2019-02"), text) == []


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2020", "2020", (0, 1, 2, 3)),
        ("2020-02", "2020-02", (1, 2)),
        ("2020-02", None, (1, 2, 3)),
        (None, "2020-02", (0, 1, 2)),
        ("2020-02-29", "2020-03", (2, 3)),
        ("2021", None, ()),
    ],
)
def test_a_range_may_begin_and_end_with_a_month_or_a_year(
    archive: sqlite3.Connection, first: str | None, last: str | None, expected: tuple[int, ...]
) -> None:
    days = (20200131, 20200201, 20200229, 20200301)
    ids = [add(archive, day * 100_000 + 1, body="cầu") for day in days]
    assert found(archive, Filters(date_from=first, date_to=last)) == [ids[n] for n in reversed(expected)]


@pytest.mark.parametrize("text", ["2020-2", "20", "0000", "2020-00", "2020-02-30", "2020-", "20200101", "7/7/2020"])
def test_what_is_no_day_month_or_year_is_refused(archive: sqlite3.Connection, text: str) -> None:
    for one in (Filters(date_from=text), Filters(date_to=text)):
        with pytest.raises(BadQuery, match=r"is no date|there is no day"):
            found(archive, one)


@pytest.mark.parametrize(
    "month", ["2020-13", "2020-00", "2020", "07/2020", "2020-7", "2020-07-01", "0000-01", "", "2020-07\n"]
)
def test_what_is_no_month_is_refused(archive: sqlite3.Connection, month: str) -> None:
    with pytest.raises(BadQuery, match="is no month"):
        found(archive, Filters(month=month))


def test_a_month_and_a_range_exclude_each_other(archive: sqlite3.Connection) -> None:
    with pytest.raises(BadQuery, match="not both"):
        found(archive, Filters(month="2020-07", date_to="2020-07-02"))


def test_what_is_asked_for_has_the_names_of_the_options() -> None:
    filters = Filters(date_from="2020-01-01", date_to="2020-02-01", site="x", gone=True)
    assert filters.asked_for() == {"site": "x", "from": "2020-01-01", "to": "2020-02-01", "gone": True}
    assert Filters().asked_for() == {}


@pytest.mark.parametrize("text", ["uỷ", "uỷ ban", "uỷ OR ban", "ban uỷ -byline:x", ""])
def test_oldest_first_is_newest_first_turned_round(archive: sqlite3.Connection, text: str) -> None:
    days = (20000101, 20000102, 20010707, 20091231, 20200601, 20200707)
    wanted = [add(archive, day * 100_000 + n, body="uỷ ban") for day in days for n in range(3)]
    edges = [
        wanted[0] + 10**7,
        wanted[0] + 10**7 + 1,
        wanted[-1] - 10**9 - 1,
        wanted[-1] - 10**9,
    ]  # of the windows read
    wanted = sorted([*wanted, *(add(archive, each, day=20200101, body="uỷ ban") for each in edges)])
    assert found(archive, Filters(), text) == wanted[::-1]
    for limit in (1, 4, 30):
        pages = [search.search(archive, text, oldest=True, limit=limit, offset=at).hits for at in range(0, 24, limit)]
        assert [hit.article["id"] for page in pages for hit in page] == wanted
    with pytest.raises(BadQuery, match="not both"):
        search.search(archive, text, oldest=True, rank=True)
