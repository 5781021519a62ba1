"""When a host may be asked again."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from scraper.exchange import Exchange
from scraper.politeness import HostState, after, is_host_failure, wait

NOW = datetime(2026, 11, 22, 3, 0, 0, tzinfo=UTC)
FRESH = HostState()


def exchange(status: int | None = 200, duration: float = 0.1, **more: Any) -> Exchange:
    return Exchange(url="https://a.vn/", started=NOW, duration=duration, status=status, **more)


def rest(state: HostState) -> float:
    assert state.not_before is not None
    return (state.not_before - NOW).total_seconds()


@pytest.mark.parametrize(
    ("duration", "least", "crawl_delay", "delay"),
    [
        (0.1, 1.0, None, 1.0),
        (4.0, 1.0, None, 8.0),
        (100.0, 1.0, None, 30.0),
        (0.1, 5.0, None, 5.0),
        (0.1, 45.0, None, 45.0),
        (0.1, 1.0, 10.0, 10.0),
        (8.0, 1.0, 10.0, 16.0),
        (0.1, 1.0, 3600.0, 60.0),
        (9.0, 0.0, None, 0.0),
        (9.0, 0.0, 2.0, 2.0),
    ],
)
def test_delay(duration: float, least: float, crawl_delay: float | None, delay: float) -> None:
    state = after(FRESH, exchange(duration=duration), now=NOW, least=least, crawl_delay=crawl_delay)
    assert state == HostState(not_before=None, delay=delay, failures=0)


def test_failures_back_off_then_break_the_circuit() -> None:
    state, rests = FRESH, []
    for _ in range(12):
        state = after(HostState(delay=state.delay, failures=state.failures), exchange(status=503), now=NOW)
        rests.append(rest(state))
    assert rests == [2, 4, 8, 16, 900, 1800, 3600, 7200, 14400, 21600, 21600, 21600]
    assert state.failures == 12


def test_slow_failures_never_rest_longer_than_the_break_that_follows() -> None:
    state = after(HostState(failures=3), exchange(None, duration=120.0, failure="timeout"), now=NOW)
    assert rest(state) == 300


def test_a_good_answer_ends_it() -> None:
    assert after(HostState(failures=9, not_before=NOW), exchange(), now=NOW) == FRESH


@pytest.mark.parametrize(
    ("status", "value", "expected"),
    [
        (429, "120", 120),
        (503, "120", 120),
        (302, "120", 120),
        (503, "1", 2),
        (503, "soon", 2),
        (429, "Sun, 22 Nov 2026 03:05:00 GMT", 300),
        (503, "999999999", 86400),
    ],
)
def test_retry_after_is_obeyed(status: int, value: str, expected: float) -> None:
    state = after(FRESH, exchange(status=status, headers=(("Retry-After", value),)), now=NOW)
    assert rest(state) == expected


def test_retry_after_on_a_good_page_means_nothing() -> None:
    assert after(FRESH, exchange(headers=(("Retry-After", "120"),)), now=NOW).not_before is None


def test_an_earlier_rest_is_not_shortened() -> None:
    until = NOW + timedelta(hours=1)
    assert after(HostState(not_before=until), exchange(), now=NOW).not_before == until
    assert after(HostState(not_before=until), exchange(status=429), now=NOW).not_before == until


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (exchange(200), False),
        (exchange(404), False),
        (exchange(403), False),
        (exchange(429), True),
        (exchange(500), True),
        (exchange(200, truncated="disconnect"), False),
        (exchange(None, failure="protocol"), False),
        *[(exchange(None, failure=f), True) for f in ("dns", "connect", "tls", "timeout", "disconnect", "empty")],
    ],
)
def test_failures_of_the_host(found: Exchange, expected: bool) -> None:
    assert is_host_failure(found) is expected
    assert after(HostState(failures=2), found, now=NOW).failures == (3 if expected else 0)


@pytest.mark.parametrize("failure", ["bad_address", "forbidden_address"])
def test_a_host_that_was_never_asked_stays_as_it_was(failure: str) -> None:
    state = HostState(failures=3, delay=7.0, not_before=NOW)
    assert after(state, exchange(None, failure=failure), now=NOW) is state


def test_wait() -> None:
    second = timedelta(seconds=1)
    assert wait(FRESH, now=NOW, last_request=None) == 0
    assert wait(HostState(delay=5), now=NOW, last_request=NOW - 2 * second) == 3
    assert wait(HostState(delay=5), now=NOW, last_request=NOW - 9 * second) == 0
    assert wait(HostState(delay=5, not_before=NOW + 60 * second), now=NOW, last_request=NOW) == 60
    assert wait(HostState(delay=5, not_before=NOW - second), now=NOW, last_request=None) == 0


def test_a_clock_that_was_set_back_does_not_silence_a_host() -> None:
    assert wait(HostState(delay=5), now=NOW, last_request=NOW + timedelta(days=400)) == 5
