"""Retry-After in all its forms."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.retry_after import seconds

NOW = datetime(2026, 11, 22, 3, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("120", 120),
        (" 7 ", 7),
        ("0", 0),
        ("1.5", 1.5),
        ("9" * 400, 86400),
        ("Sun, 22 Nov 2026 03:02:00 GMT", 120),
        ("Sunday, 22-Nov-26 03:02:00 GMT", 120),
        ("Sun Nov 22 03:02:00 2026", 120),
        ("Sun, 22 Nov 2026 10:02:00 +0700", 120),
        ("2026-11-22T03:02:00Z", 120),
        ("Sun, 22 Nov 2026 02:00:00 GMT", 0),
        ("Wed, 21 Oct 2099 07:28:00 GMT", 86400),
        (None, None),
        ("", None),
        ("-5", None),
        ("abc", None),
        ("120, 240", None),
        ("1e3", None),
        ("٣", None),
        ("inf", None),
        ("2026-11-22", None),
        ("2026-11-22T03:02:00", None),
    ],
)
def test_seconds(value: str | None, expected: float | None) -> None:
    assert seconds(value, now=NOW) == expected


def test_cap() -> None:
    assert seconds("120", now=NOW, cap=60) == 60
    assert seconds("Sun, 22 Nov 2026 03:02:00 GMT", now=NOW, cap=60) == 60


@given(st.text(max_size=40))
def test_no_text_raises(value: str) -> None:
    answer = seconds(value, now=NOW)
    assert answer is None or 0 <= answer <= 86400
