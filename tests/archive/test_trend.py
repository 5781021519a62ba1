import csv
import io
import json
import re
import sqlite3
import struct
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import resvg_py
from lxml import etree

from archive import trend_png
from archive.errors import BadQuery
from archive.filters import Filters
from archive.trend import Trend, shortened, trend, write_csv, write_jsonl
from archive.trend_lines import ceiling, of_trend, percent
from archive.trend_svg import caption, svg_of
from tests.archive.small_archive import add, new_archive

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def archive() -> Iterator[sqlite3.Connection]:
    connection = new_archive()
    for number, (day, body) in enumerate(
        [(20191130, "cầu"), (20200101, "đường"), (20200131, "cầu, đường"), (20200301, "cau"), (20200302, "sông")]
    ):
        add(connection, day * 100_000 + number, body=body, site=1 + number % 2)
    add(connection, 2020030500001, day=20191101, body="cầu")  # its date was corrected
    add(connection, 2020030600001, day=None, body="cầu", published=None)
    yield connection
    connection.close()


def test_shares_of_all_articles_with_zeros(archive: sqlite3.Connection) -> None:
    found = trend(archive, ["cầu", "cau", '"không có"'])
    assert found.periods == ("2019-11", "2019-12", "2020-01", "2020-02", "2020-03")
    assert found.totals == (2, 0, 2, 0, 2)
    assert found.counts == ((2, 0, 1, 0, 0), (2, 0, 1, 0, 1), (0, 0, 0, 0, 0))
    assert [found.share(1, place) for place in range(5)] == [1.0, None, 0.5, None, 0.5]
    years = trend(archive, ["cầu"], by="year")
    assert (years.periods, years.totals, years.counts) == (("2019", "2020"), (2, 4), ((2, 1),))


def test_filters_narrow_hits_and_totals_alike(archive: sqlite3.Connection) -> None:
    found = trend(archive, ["cầu"], Filters(date_from="2020-01-01", site="baovidu"))
    assert (found.periods, found.totals, found.counts) == (("2020-01", "2020-02", "2020-03"), (1, 0, 1), ((1, 0, 0),))
    empty = trend(archive, ["cầu"], Filters(month="2030-01"))
    assert (empty.periods, list(of_trend(empty, columns=80))) == ((), ["no dated article"])
    assert etree.fromstring(svg_of(empty, title="x", source="y")) is not None


@pytest.mark.parametrize(
    ("queries", "by", "says"),
    [([], "month", "name 1 to 8"), (["a"] * 9, "month", "name 1 to 8"), (["cầu", " "], "month", "name 1 to 8"),
     (["cầu"], "week", "there are month, year"), (['"cầu'], "month", "not closed")],
)  # fmt: skip
def test_what_cannot_be_counted_is_refused(archive: sqlite3.Connection, queries: list[str], by: str, says: str) -> None:
    with pytest.raises(BadQuery, match=says):
        trend(archive, queries, by=by)


def test_the_table_has_one_observation_a_row(archive: sqlite3.Connection) -> None:
    found = trend(archive, ["cầu", "cau"])
    stream = io.StringIO()
    write_csv(found, stream)
    table = list(csv.DictReader(io.StringIO(stream.getvalue(), newline="")))
    assert len(table) == 10
    assert table[0] == {"query": "cầu", "period": "2019-11", "n": "2", "total": "2", "share": "1.0"}
    assert table[1] == {"query": "cầu", "period": "2019-12", "n": "0", "total": "0", "share": ""}
    stream = io.StringIO()
    write_jsonl(found, stream)
    rows = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert rows[7] == {"query": "cau", "period": "2020-01", "n": 1, "total": 2, "share": 0.5}


def some_trend(counts: tuple[int, ...], totals: tuple[int, ...]) -> Trend:
    periods = tuple(f"{2000 + n // 12}-{n % 12 + 1:02}" for n in range(len(counts)))
    return Trend(by="month", queries=("cầu",), periods=periods, totals=totals, counts=(counts,))


def test_a_chart_of_letters() -> None:
    lines = list(of_trend(some_trend((10, 5, 0, 0, 1), (10, 10, 10, 0, 10)), columns=60))
    assert lines[0] == "cầu: 16 of 40 articles, 40 %"
    assert lines[1] == "  100 % ███████"
    assert lines[3] == "        ███████ ▄▄▄▄▄▄▄"
    assert lines[5] == "   20 % ███████ ███████ _______ ······· ▄▄▄▄▄▄▄"
    assert lines[6] == "        2000-01 2000-02 2000-03 2000-04 2000-05"
    assert lines[-1] == "each column is a month; · has no articles at all"


def test_a_long_trend_is_put_together_and_says_so() -> None:
    long = some_trend((1,) * 300, (4,) * 300)
    short, together = shortened(long, 71)
    assert together == 5
    assert (len(short.periods), short.totals[0], short.share(0, 3)) == (60, 20, 0.25)
    lines = list(of_trend(long, columns=80))
    assert max(map(len, lines)) <= 80
    assert lines[-1].startswith("each column is 5 months; ")
    assert shortened(long, 300)[1] == 1


@pytest.mark.parametrize(
    ("greatest", "top"), [((1, 1), 1.0), ((6, 100), 0.06), ((61, 1000), 0.08), ((3, 100_000), 3e-05), ((0, 5), 0.01)]
)
def test_the_scale_ends_at_a_round_share(greatest: tuple[int, int], top: float) -> None:
    assert ceiling(some_trend((greatest[0],), (greatest[1],))) == pytest.approx(top)


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0 %"),
        (1, "100 %"),
        (0.125, "12.5 %"),
        (0.6 / 5, "12 %"),
        (0.02, "2 %"),
        (0.0123, "1.2 %"),
        (0.00004, "0.004 %"),
    ],
)
def test_a_share_as_people_read_it(share: float, text: str) -> None:
    assert percent(share) == text


def test_no_two_years_stand_on_each_other() -> None:
    found = Trend(
        by="month",
        queries=("cầu",),
        periods=("2012-12", *(f"{2013 + n // 12}-{n % 12 + 1:02}" for n in range(90))),
        totals=(1,) * 91,
        counts=((0,) * 90 + (1,),),
    )
    drawn = svg_of(found, title="cầu", source="")
    places = [float(x) for x in re.findall(r'<text x="([\d.]+)"[^>]*>20\d\d</text>', drawn)]
    assert len(places) == 8
    assert all(after - before > 36 for before, after in pairwise(places))


def test_the_drawing(archive: sqlite3.Connection) -> None:
    filters = Filters(date_from="2019-01-01")
    found = trend(archive, ['"cầu <&> mới" OR cầu', "cau"], filters)
    text = svg_of(found, title='<a> & "b"', source=caption(found, filters))
    root = etree.fromstring(text.encode())
    texts = [each.text or "" for each in root.iter(f"{SVG}text")]
    assert texts[0] == '<a> & "b"'
    assert "100 %" in texts
    assert {"2019-11", "2020-03"} <= set(texts)
    assert '"cầu <&> mới" OR cầu: 3 of 6 articles' in texts
    assert texts[-1].endswith("6 dated articles (from 2019-01-01)")
    assert len(list(root.iter(f"{SVG}circle"))) == 6, "alone between two months without articles"
    colours = {each.get("stroke") for each in root.iter(f"{SVG}line")} - {"#333", "#ddd"}
    assert len(colours) == 2
    assert not list(root.iter(f"{SVG}script"))


def test_a_line_has_a_gap_where_there_is_no_article() -> None:
    root = etree.fromstring(svg_of(some_trend((1, 1, 0, 1, 1), (2, 2, 0, 2, 2)), title="t", source="s").encode())
    lines = [each.get("points", "").split() for each in root.iter(f"{SVG}polyline")]
    assert [len(points) for points in lines] == [2, 2]
    assert float(lines[0][1].partition(",")[0]) < float(lines[1][0].partition(",")[0])


def test_a_chart_as_png_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawing = svg_of(trend(new_archive(), ["cầu"]), title="cầu", source="")
    trend_png.write_png(drawing, tmp_path / "a.png")
    width, height = struct.unpack(">II", (tmp_path / "a.png").read_bytes()[16:24])
    assert (width, height) == (1920, 1004)
    draw = resvg_py.svg_to_bytes
    monkeypatch.setattr(resvg_py, "svg_to_bytes", lambda **options: draw(**options, skip_system_fonts=True))
    with pytest.raises(BadQuery, match="font with Vietnamese letters"):
        trend_png.write_png(drawing, tmp_path / "b.png")
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(BadQuery, match=r"pip install 'tintinh\[plot\]'"):
        trend_png.write_png(drawing, tmp_path / "b.png")
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]
