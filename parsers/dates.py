"""Reading dates strictly: day before month, checked against the calendar, +07:00, never repaired.

A string gives a date only if it contains one. Month 13, 31 April and 29 February of a common year are
refused with a reason; so are a month without a day, a day without a year, and document numbers such as
07/2020/QĐ-UBND. The general libraries fail exactly there: they swap, clip or invent.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Literal, TypeAlias

from parsers.article import Precision
from parsers.text import clean

Order: TypeAlias = Literal["dmy", "mdy"]
VIETNAM = timezone(timedelta(hours=7))  # no daylight saving time since 1975

_VIETNAMESE = "một hai ba tư năm sáu bảy tám chín mười"
_ENGLISH = "january february march april may june july august september october november december"
_MONTHS = (
    {name: number for number, name in enumerate(_VIETNAMESE.split(), 1)}
    | {"giêng": 1, "bốn": 4, "bẩy": 7, "mười một": 11, "mười hai": 12, "chạp": 12, "sept": 9}
    | {name: number for number, name in enumerate(_ENGLISH.split(), 1)}
    | {name[:3]: number for number, name in enumerate(_ENGLISH.split(), 1)}
)
_WORD = r"mười\s+một|mười\s+hai|mười|một|giêng|hai|ba|tư|bốn|năm|sáu|bảy|bẩy|tám|chín|chạp"
_NAME = "|".join(sorted((*_ENGLISH.split(), *(name[:3] for name in _ENGLISH.split()), "sept"), key=len, reverse=True))
_MONTH = rf"(?:tháng\s+(?P<m>\d{{1,2}}|{_WORD})|th\.?\s?(?P<t>\d{{1,2}})|(?P<e>{_NAME})\b\.?)"

# The guards keep out parts of longer numbers: versions, IP addresses, 12/07/2020/QĐ-UBND.
_BEFORE, _AFTER = r"(?<![\d/.\-])(?<!\d,)", r"(?!\d)(?!\s?/)(?!\.\d)(?!-\w)"
_FORMS = (
    re.compile(rf"{_BEFORE}(?P<y>\d{{4}})(?P<s>[-/.])(?P<m>\d{{1,2}})(?P=s)(?P<d>\d{{1,2}})(?=T\d|{_AFTER})"),
    re.compile(
        rf"{_BEFORE}(?P<a>\d{{1,2}})(?P<g>\s?)(?P<s>[-/.])(?P=g)(?P<b>\d{{1,2}})(?P=g)(?P=s)(?P=g)"
        rf"(?P<y>\d{{4}}|\d{{2}}){_AFTER}"
    ),
    re.compile(
        rf"{_BEFORE}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH}\s*(?:,|năm|/|-)?\s*(?P<y>\d{{4}}){_AFTER}", re.I
    ),
    re.compile(rf"(?<!\w){_MONTH}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s*,\s*(?P<y>\d{{4}}){_AFTER}", re.I),
)
_TIME = re.compile(
    r"(?<![\d:.,/\-+])(?:(?<=T)|(?<!\w))(?P<h>\d{1,2})\s?(?::|h|g|giờ)\s?(?P<m>\d{1,2})?"
    r"(?:\s?(?::|phút)\s?(?P<s>\d{2})(?:[.,]\d+)?)?"
    r"(?!\d)(?:\s?(?:'|phút))?\s?(?P<half>SA|CH|AM|PM|sáng|chiều|tối)?(?![A-Za-zÀ-ỹ])",
    re.I,
)
_ISO_TIME = re.compile(r"T(?P<h>\d{2}):(?P<m>\d{2})(?::(?P<s>\d{2})(?:[.,]\d+)?)?(?P<half>)")
_ZONE = re.compile(
    r"(?:(?:GMT|UTC)\s?(?P<g>[+-]\s?\d{1,2}(?::?\d{2})?)|(?<=[\d\s])(?P<o>[+-]\d{2}:?\d{2})\b|(?<=\d)(?P<z>Z)\b)", re.I
)
_UPDATED = re.compile(r"(?:cập nhật|chỉnh sửa|sửa đổi|updated|modified)[^\d]{0,24}$", re.I)
_AGO = re.compile(r"^\D{0,20}?(\d{1,3})\s+(phút|giờ|ngày|tuần)\s+trước\b", re.I)
_DOCUMENT = re.compile(
    r"(?:số|no\.?)\s*:?\s*[\w./-]+(?:\s+(?:của|về)\s[^,.;]{1,80})?[\s,(]*(?:(?:ban hành|ký|ra)\s+)?(?:ngày\s*)?$"
    r"|(?:quyết định|nghị quyết|chỉ thị|kế hoạch|kết luận|thông tư|nghị định|công văn|quy định|thông báo|luật"
    r"|pháp lệnh|công điện|tờ trình|hướng dẫn)\b[^,.;]{0,60}\s(?:ban hành\s+)?ngày\s*$",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a date text says. `value` is None when it is refused, and `reason` then says why in a few words."""

    value: str | None = None
    precision: Precision | None = None
    reason: str = ""

    @property
    def day(self) -> date | None:
        """The calendar day, if there is a value."""
        return date.fromisoformat(self.value[:10]) if self.value else None


@dataclass(frozen=True, slots=True)
class _Found:
    day: date | None  # None: it looks like a date and is impossible
    start: int
    end: int


def read(text: str, *, order: Order = "dmy", reference: datetime | None = None) -> Reading:
    """Read the date of a page from the text of its date node.

    In: the text, with any label, weekday, counter or zone round the date; `order` for numeric dates (ISO
    dates keep theirs); `reference`, an aware instant, allows "2 giờ trước". Out: a Reading at the precision
    the text gives. A time of exactly midnight counts as "no time known": the CMSs that fill a missing time
    in do so with it. Two-digit years up to 50 are 20xx.
    """
    text = clean(text)
    text, found = _published_only(text, sorted(_find(text, order), key=lambda one: one.start))
    if not found:
        return _relative(text, reference) if reference else Reading(reason="no date with day, month and year")
    if any(one.day is None for one in found):
        return Reading(reason=f"impossible date in {text[:60]!r}")
    if len({one.day for one in found}) > 1:
        return Reading(reason=f"more than one date in {text[:60]!r}")
    return _with_time(text, found[0])


def in_prose(text: str, *, order: Order = "dmy") -> Reading:
    """Read the day from running text, such as a lede, where the layout has no date node.

    Dates of documents ("Quyết định số 290-QĐ/TW, ngày 25/02/2010") are the documents', not the page's. Exactly
    one day must remain.
    """
    text = clean(text)
    found = [one for one in _find(text, order) if not _DOCUMENT.search(text[max(0, one.start - 140) : one.start])]
    days = {one.day for one in found if one.day}
    if len(days) != 1:
        return Reading(reason="no date in the text" if not days else f"{len(days)} dates in the text, none declared")
    return Reading(value=days.pop().isoformat(), precision="day")


def _find(text: str, order: Order) -> Iterator[_Found]:
    for number, form in enumerate(_FORMS):
        for match in form.finditer(text):
            part = match.groupdict()
            if number == 1:
                day, month = (part["a"], part["b"]) if order == "dmy" else (part["b"], part["a"])
            else:
                day, month = part["d"], part["m"] or part.get("t") or part.get("e")
            yield _Found(_calendar(part["y"], month, day), match.start(), match.end())


def _calendar(year: str, month: str, day: str) -> date | None:
    number = int(month) if month.isdecimal() else _MONTHS[" ".join(month.lower().split())]
    full = int(year) if len(year) == 4 else int(year) + (2000 if int(year) <= 50 else 1900)
    if not 1900 <= full <= 2100:
        return None
    try:
        return date(full, number, int(day))
    except ValueError:
        return None


def _published_only(text: str, found: list[_Found]) -> tuple[str, list[_Found]]:
    """Blank out "updated" dates, with their times, where a "published" date stands beside them."""
    rest, blanked = [], text
    for number, one in enumerate(found):
        label = _UPDATED.search(text, max(0, one.start - 40), one.start)
        if not label:
            rest.append(one)
            continue
        end = found[number + 1].start if number + 1 < len(found) else len(text)
        blanked = blanked[: label.start()] + " " * (end - label.start()) + blanked[end:]
    return (blanked, rest) if rest else (text, found)


def _with_time(text: str, found: _Found) -> Reading:
    """Attach the time nearest to the date, if there is one."""
    day = found.day
    assert day is not None
    iso = _ISO_TIME.match(text, found.end)
    around = text[: found.start] + "\n" * (found.end - found.start) + text[found.end :]
    times = [iso] if iso else [one for one in _TIME.finditer(around) if one["m"] or one["half"] or one[0][-1] in "hHgG"]
    if not times:
        return Reading(value=day.isoformat(), precision="day")
    nearest = min(times, key=lambda one: min(abs(one.start() - found.end), abs(found.start - one.end())))
    hour, minute, second = int(nearest["h"]), int(nearest["m"] or 0), int(nearest["s"] or 0)
    hour = _on_24_hours(hour, (nearest["half"] or "").upper())
    if hour > 23 or minute > 59 or second > 59:
        return Reading(value=day.isoformat(), precision="day", reason=f"impossible time in {text[:60]!r}")
    if (hour, minute, second) == (0, 0, 0):
        return Reading(value=day.isoformat(), precision="day")
    moment = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=_zone(text, nearest.end()))
    precision: Precision = "second" if nearest["s"] else "minute"
    return instant(moment, precision)


def instant(moment: datetime, precision: Precision) -> Reading:
    """Write an aware instant in Vietnamese time at the given precision."""
    local = moment.astimezone(VIETNAM)
    if precision == "day":
        return Reading(value=local.date().isoformat(), precision="day")
    return Reading(
        value=local.isoformat(timespec="minutes" if precision == "minute" else "seconds"), precision=precision
    )


def _on_24_hours(hour: int, half: str) -> int:
    """SA, AM and sáng are the morning, CH, PM, chiều and tối what follows noon. Behind a 24-hour clock ("15:20 PM") they say nothing."""
    if half in ("SA", "AM", "SÁNG") and hour == 12:
        return 0
    if half in ("CH", "PM", "CHIỀU", "TỐI") and 1 <= hour < 12:
        return hour + 12
    return hour


def _zone(text: str, start: int) -> tzinfo:
    """GMT+7 is east of Greenwich. Without a zone the time is Vietnam's."""
    match = _ZONE.search(text, start, start + 24)
    if not match:
        return VIETNAM
    if match["z"]:
        return UTC
    offset = (match["g"] or match["o"]).replace(" ", "")
    digits = offset[1:].replace(":", "")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    if hours > 14 or minutes > 59:
        return VIETNAM
    return timezone((1 if offset[0] == "+" else -1) * timedelta(hours=hours, minutes=minutes))


def _relative(text: str, reference: datetime) -> Reading:
    match = _AGO.search(text)
    if not match:
        return Reading(reason="no date with day, month and year")
    count, unit = int(match[1]), match[2].lower()
    span = {
        "phút": timedelta(minutes=1),
        "giờ": timedelta(hours=1),
        "ngày": timedelta(days=1),
        "tuần": timedelta(weeks=1),
    }[unit]
    return instant(reference - count * span, "minute" if unit in ("phút", "giờ") else "day")
