"""The strict reader of dates: what is written comes back, what is not written is not made up."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.dates import VIETNAM, in_prose, read

DAYS = st.dates(date(1951, 1, 1), date(2049, 12, 31))
WORDS = "Một Hai Ba Tư Năm Sáu Bảy Tám Chín Mười|Mười Một|Mười Hai"
MONTHS = [*WORDS.split("|")[0].split(), *WORDS.split("|")[1:]]
ENGLISH = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
FORMS = [
    "{d}/{m}/{y}",
    "{d:02}/{m:02}/{y}",
    "{d}-{m}-{y}",
    "{d:02}.{m:02}.{y}",
    "{d} / {m} / {y}",
    "{y}-{m:02}-{d:02}",
    "{y}/{m:02}/{d:02}",
    "ngày {d} tháng {m} năm {y}",
    "Thứ sáu, ngày {d:02} tháng {m:02} năm {y}",
    "{d:02} Th{m}, {y}",
    "Ngày {d} tháng {word} năm {y}",
    "Ngày đăng: {d}.{m}.{y}",
    "({d:02}/{m:02}/{y})",
    "{d} {english} {y}",
    "{english} {d}, {y}",
    "{d}/{m}/{short:02}",
    "Lượt xem: 7370 | {d:02}/{m:02}/{y}",
    "{d:02}/{m:02}/{y} | View count: 51",
]
TIMES = [
    "{date} {h:02}:{n:02}",
    "{date} | {h:02}:{n:02} GMT+7",
    "{date}, {h}:{n:02} (GMT+7)",
    "{h:02}:{n:02} | {date}",
    "{date} {h}h{n:02}",
    "{date} {h} giờ {n:02} phút",
    "{date} - {h:02}:{n:02}",
    "Gửi lúc: {h:02}:{n:02} |{date}",
    "{date} {h:02}:{n:02} (GMT+07:00)",
]


def written(form: str, day: date) -> str:
    month = {"word": MONTHS[day.month - 1], "english": ENGLISH[day.month - 1], "short": day.year % 100}
    return form.format(d=day.day, m=day.month, y=day.year, **month)


@given(DAYS, st.sampled_from(FORMS))
def test_a_date_in_any_form_comes_back(day: date, form: str) -> None:
    text = written(form, day)
    reading = read(text)
    assert (reading.value, reading.precision, reading.reason) == (day.isoformat(), "day", ""), text


@given(DAYS, st.times(), st.sampled_from(["{d}/{m}/{y}", "{d:02}-{m:02}-{y}", "{d}.{m}.{y}"]), st.sampled_from(TIMES))
def test_a_time_in_any_form_comes_back(day: date, clock: time, form: str, frame: str) -> None:
    hour, minute = clock.hour, clock.minute
    text = frame.format(date=written(form, day), h=hour, n=minute)
    if (hour, minute) == (0, 0):
        assert read(text).value == day.isoformat(), text
    else:
        assert read(text).value == f"{day.isoformat()}T{hour:02}:{minute:02}+07:00", text


@given(DAYS)
def test_month_first_where_the_layout_says_so_but_iso_stays_iso(day: date) -> None:
    assert read(f"{day.month}/{day.day}/{day.year} 3:05 PM", order="mdy").value == f"{day.isoformat()}T15:05+07:00"
    assert read(day.isoformat(), order="mdy").value == day.isoformat()


@given(st.integers(0, 99), st.integers(0, 99), st.integers(1900, 2100))
def test_no_date_is_repaired(day: int, month: int, year: int) -> None:
    try:
        expected: str | None = date(year, month, day).isoformat()
    except ValueError:
        expected = None
    reading = read(f"{day}/{month}/{year}")
    assert reading.value == expected
    assert bool(reading.reason) == (expected is None)


@given(st.text(st.sampled_from("0123456789/-.: |,tháng năm ngày giờTh SACHGMT+QĐUBND"), max_size=40))
def test_a_reading_only_holds_numbers_of_the_text(text: str) -> None:
    reading = read(text)
    if reading.value:
        year, month, day = (int(part) for part in reading.value[:10].split("-"))
        numbers = {int(part) for part in "".join(c if c.isdecimal() else " " for c in text).split()}
        assert day in numbers
        assert year in numbers or year % 100 in numbers
        assert month in numbers or "tháng" in text


NAMES = {rf"tháng {name}\b(?! Một| Hai)": number for number, name in enumerate(MONTHS, 1)}
NAMES |= {name[:3]: number for number, name in enumerate(ENGLISH, 1)}
YEARS = st.sampled_from([0, 62, 1799, 1900, 1951, 2020, 2049, 9999])
NOISE = st.sampled_from(
    ["", " ", "/", "-", ".", ", ", "3", "7/", " tháng ", " năm ", " SA", " 12:30", "Th7 ", "số ", "/QĐ", "|"]
)


@st.composite
def date_like(draw: st.DrawFn) -> str:
    """Draw a text that is written like a date, though its numbers may be none, with noise in it and a piece missing."""
    day, month, word = draw(st.integers(0, 40)), draw(st.integers(0, 14)), draw(st.integers(1, 12))
    year, form = draw(YEARS), draw(st.sampled_from(FORMS))
    text = form.format(d=day, m=month, y=year, short=year % 100, word=MONTHS[word - 1], english=ENGLISH[word - 1])
    cut, end = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
    if draw(st.booleans()):
        text = text[:cut] + draw(NOISE) + text[min(end, cut + 2) :]
    return draw(NOISE) + text + draw(NOISE)


@given(st.lists(date_like(), min_size=1, max_size=2).map("".join))
def test_no_string_yields_a_date_it_does_not_contain(text: str) -> None:
    for reading in (read(text), in_prose(text)):
        if reading.value:
            assert _is_written(date.fromisoformat(reading.value[:10]), text), (text, reading)


def _is_written(day: date, text: str) -> bool:
    """Say whether the three parts stand beside each other, with no other number between, in an order people write."""
    found = [(one.start(), int(one[0])) for one in re.finditer(r"\d+", text)]
    found += [(one.start(), number) for name, number in NAMES.items() for one in re.finditer(name, text, re.IGNORECASE)]
    ordered = [number for _, number in sorted(found)]
    years = {day.year, day.year % 100}
    return any(
        (one == day.day and two == day.month and three in years)
        or (one == day.month and two == day.day and three in years)
        or (one == day.year and (two, three) == (day.month, day.day))
        for one, two, three in zip(ordered, ordered[1:], ordered[2:], strict=False)
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7/7/2020 2:30:00 CH", "2020-07-07T14:30:00+07:00"),
        ("CN, 05/07/2020 12:05 SA", "2020-07-05T00:05+07:00"),
        ("05/07/2020 12:05 CH", "2020-07-05T12:05+07:00"),
        ("05/07/2020 15:20 PM", "2020-07-05T15:20+07:00"),
        ("05/07/2020 00:01 AM", "2020-07-05T00:01+07:00"),
        ("Cập nhật lúc 8:05 SA ngày 3/7/2020", "2020-07-03T08:05+07:00"),
        ("2020-07-07T14:30:00+07:00", "2020-07-07T14:30:00+07:00"),
        ("2020-07-07T07:30:00Z", "2020-07-07T14:30:00+07:00"),
        ("2020-07-07T20:30:00Z", "2020-07-08T03:30:00+07:00"),
        ("2025-06-17T13:43:02+0700", "2025-06-17T13:43:02+07:00"),
        ("2025-06-17T13:43:02.125+07:00", "2025-06-17T13:43:02+07:00"),
        ("21/12/2012 | 12:00 AM", "2012-12-21"),
        ("2020-07-07T00:00:00+07:00", "2020-07-07"),
        ("Đăng ngày 07-07-2020 14:30:00 | 123", "2020-07-07T14:30:00+07:00"),
        ("Đăng: 03/7/2020 09:00, cập nhật: 05/7/2020 10:00", "2020-07-03T09:00+07:00"),
        ("Cập nhật: 05/7/2020 10:00 | Đăng: 03/7/2020 09:00", "2020-07-03T09:00+07:00"),
        ("03/07/2020 lúc 2:30 chiều", "2020-07-03T14:30+07:00"),
        ("8 giờ 30 sáng 03/07/2020", "2020-07-03T08:30+07:00"),
        ("03/07/2020 7h15 tối", "2020-07-03T19:15+07:00"),
        ("03/07/50", "2050-07-03"),
        ("03/07/51", "1951-07-03"),
        ("03/07/2020, 03/07/2020", "2020-07-03"),
    ],
)
def test_odd_forms(text: str, value: str) -> None:
    assert read(text).value == value


@pytest.mark.parametrize(
    "text",
    [
        *("", "abc", "tháng 7/2020", "Sáng 3/8", "Ngày 8-1", "31/02/2020", "29/02/2019", "00/00/0000", "07/13/2020"),
        *("QĐ số 07/2020/QĐ-UBND", "62/2020/NQ-HĐND", "12/07/2020/QĐ-UBND", "192.168.10.20", "1.2.2020.5"),
        *("3/7/2020 và 4/7/2020", "Lượt xem: 7370", "14:30", "3/7/1800", "2 giờ trước", "2020-13-01", "7/2020"),
    ],
)
def test_refused_with_a_reason(text: str) -> None:
    reading = read(text)
    assert reading.value is None
    assert reading.reason


def test_an_impossible_time_leaves_the_day_and_says_so() -> None:
    reading = read("03/07/2020 25:61")
    assert (reading.value, reading.precision) == ("2020-07-03", "day")
    assert "impossible time" in reading.reason


def test_relative_times_need_a_reference() -> None:
    now = datetime(2020, 7, 7, 1, 30, tzinfo=VIETNAM)
    assert read("2 giờ trước", reference=now).value == "2020-07-06T23:30+07:00"
    assert read("5 phút trước", reference=now.astimezone(UTC)).value == "2020-07-07T01:25+07:00"
    assert read("3 ngày trước", reference=now).value == "2020-07-04"
    assert read("hôm nay", reference=now).value is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Thực hiện Quyết định số 290-QĐ/TW, ngày 25/02/2010, xã tổ chức ngày 07/7/2020 hội nghị.", "2020-07-07"),
        ("Ngày 3/7/2020, theo Kế hoạch số 12/KH-UBND ngày 1/6/2020, xã ra quân.", "2020-07-03"),
        ("(CTO) - Ngày 8/1/2026, xã họp.", "2026-01-08"),
        ("Từ ngày 3/7/2020 đến ngày 5/7/2020, xã mở lớp.", None),
        ("Nghị quyết số 62/2020/NQ-HĐND ngày 7/12/2020 quy định mức thu.", None),
        ("Ngày 8-1, xã họp.", None),
        ("Ngày 31/02/2020 và ngày 3/7/2020.", "2020-07-03"),
    ],
)
def test_prose(text: str, value: str | None) -> None:
    reading = in_prose(text)
    assert reading.value == value
    assert bool(reading.reason) == (value is None)


def test_zone_is_east_of_greenwich() -> None:
    assert read("03/07/2020 14:30 GMT+9").value == "2020-07-03T12:30+07:00"
    assert timezone(timedelta(hours=7)) == VIETNAM
