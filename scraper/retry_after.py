"""Reads the Retry-After header: RFC 9110 §10.2.3."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_SECONDS = re.compile(r"[0-9]+(?:\.[0-9]+)?")  # fractions are not valid, but their meaning is clear


def seconds(value: str | None, *, now: datetime, cap: float = 86400) -> float | None:
    """Return how long to wait from `now`, in seconds between 0 and `cap`; None when the header says nothing.

    `value` is a number of seconds or a date in one of the three forms of RFC 9110 §5.6.7, or an ISO 8601 date
    with an offset. A date that has passed means no waiting; a negative number or anything else means nothing.
    `now` is an aware datetime.
    """
    text = (value or "").strip()
    if _SECONDS.fullmatch(text):
        return min(float(text), cap)
    until = _date(text)
    if until is None:
        return None
    return min(max((until - now).total_seconds(), 0.0), cap)


def _date(text: str) -> datetime | None:
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            when = read(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        if when.tzinfo:
            return when
        if read is parsedate_to_datetime:  # the form of asctime names no zone and means GMT
            return when.replace(tzinfo=UTC)
    return None
