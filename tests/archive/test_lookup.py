"""What people type: sites, addresses, numbers, days, spans of time. Every failure says what to do."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from archive.errors import BadQuery, NotFound
from archive.filters import day
from archive.lookup import article_id, known_site, one_site, seconds, sites_asked_for
from tests.archive.small_archive import add, new_archive


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(new_archive()) as opened:
        add(opened, 202007070000001 // 10, url="https://binhthuan.gov.vn/bai-1.html", key="binhthuan.gov.vn/bai-1.html")
        yield opened


class TestSites:
    def test_by_id_and_by_address(self) -> None:
        found = sites_asked_for(["binhthuan", "https://www.binhthuan.gov.vn/tin-tuc/"], everything=False)
        assert {name: urls for name, (_, urls) in found.items()} == {
            "binhthuan": ["https://www.binhthuan.gov.vn/tin-tuc/"]
        }

    def test_all(self) -> None:
        found = sites_asked_for([], everything=True)
        assert len(found) > 50
        assert all(site.seeds for site, _ in found.values())

    @pytest.mark.parametrize(("names", "everything"), [([], False), (["binhthuan"], True)])
    def test_all_or_some(self, names: list[str], everything: bool) -> None:
        with pytest.raises(BadQuery, match="--all"):
            sites_asked_for(names, everything=everything)

    def test_a_slip_gets_a_suggestion(self) -> None:
        with pytest.raises(BadQuery, match=r"did you mean .*binhthuan"):
            one_site("binhtuan")

    def test_nothing_alike_gets_none(self) -> None:
        with pytest.raises(BadQuery) as caught:
            one_site("qqqqqqqq")
        assert "did you mean" not in str(caught.value)
        assert "tintinh sites" in str(caught.value)

    def test_an_unknown_host_is_told_to_fetch(self) -> None:
        with pytest.raises(BadQuery, match=r"tintinh fetch https://example\.org/x"):
            one_site("https://example.org/x")

    @pytest.mark.parametrize(
        "address",
        ["http://", "http://[::1", "http://a b/", "ftp://binhthuan.gov.vn/", "https://\ud800/", "http://x:99999/"],
    )
    def test_hostile_addresses_are_one_line(self, address: str) -> None:
        assert known_site(address) is None
        with pytest.raises(BadQuery) as caught:
            one_site(address)
        assert "\n" not in str(caught.value)


class TestArticles:
    def test_by_number_and_by_address(self, connection: sqlite3.Connection) -> None:
        for text in (
            "20200707000000",
            "https://binhthuan.gov.vn/bai-1.html",
            "http://www.binhthuan.gov.vn/bai-1.html#top",
        ):
            assert article_id(connection, text) == 20200707000000

    @pytest.mark.parametrize("text", ["1", "0", "9" * 30, "9" * 5000, "9223372036854775808"])
    def test_numbers_that_are_none(self, connection: sqlite3.Connection, text: str) -> None:
        with pytest.raises(NotFound, match="tintinh search finds ids") as caught:
            article_id(connection, text)
        assert len(str(caught.value)) < 200

    def test_a_number_is_not_taken_round_the_corner(self, connection: sqlite3.Connection) -> None:
        with pytest.raises(NotFound):
            article_id(connection, str(2**63 + 20200707000000))

    def test_an_address_that_was_never_captured(self, connection: sqlite3.Connection) -> None:
        with pytest.raises(NotFound, match=r"fetch it with: tintinh fetch https://binhthuan\.gov\.vn/bai-2\.html"):
            article_id(connection, "https://binhthuan.gov.vn/bai-2.html")

    def test_an_address_that_gave_no_article(self, connection: sqlite3.Connection) -> None:
        connection.execute("UPDATE captures SET key = 'binhthuan.gov.vn/danh-muc/'")
        with pytest.raises(NotFound, match="captured once, but gave no article"):
            article_id(connection, "https://binhthuan.gov.vn/danh-muc/")

    @pytest.mark.parametrize("text", ["", "tin-tuc", "file:///etc/passwd", "http://[", "-1", "2020-07-07"])
    def test_what_is_neither(self, connection: sqlite3.Connection, text: str) -> None:
        with pytest.raises(BadQuery, match="number or its address"):
            article_id(connection, text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [("90", 90), ("90s", 90), ("15m", 900), ("2h", 7200), ("1d", 86400), ("1.5h", 5400), (" 5 m ", 300)],
)
def test_spans(text: str, meant: float) -> None:
    assert seconds(text) == meant


@pytest.mark.parametrize("text", ["", "h", "-1h", "1w", "1h30m", "nan", "inf", "1e3"])
def test_no_spans(text: str) -> None:
    with pytest.raises(BadQuery, match="write 90s, 15m, 2h or 1d"):
        seconds(text)


@pytest.mark.parametrize(
    ("text", "first"), [("2020-07-07", "2020-07-07"), ("2020-07", "2020-07-01"), ("2020", "2020-01-01")]
)
def test_days(text: str, first: str) -> None:
    assert day(text) == first


@pytest.mark.parametrize("text", ["2020-02-30", "07/07/2020", "yesterday", "", "202", "2020-7-7", "0000-01-01"])
def test_no_days(text: str) -> None:
    with pytest.raises(BadQuery, match=r"write (it as 2020-07-31|dates as year-month-day)"):
        day(text)
