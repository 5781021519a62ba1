"""When a host may be asked again: pure functions over what is known about it. Times are UTC, spans in seconds."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from scraper.exchange import Exchange
from scraper.retry_after import seconds

LEAST_DELAY = 1.0  # seconds between the end of one request and the next, where nothing else is known
_SLOWEST = 30.0  # the most that slow answers alone can make us wait
_CRAWL_DELAY_CAP = 60.0  # robots.txt may ask for hours; nothing would ever be finished
_FIRST_BREAK = timedelta(minutes=15)
_LONGEST_BREAK = timedelta(hours=6)
_FAILURES_TO_BREAK = 5
_LONGEST_WAIT = timedelta(days=1)  # that a host can ask for; what is longer was noted by a clock that was wrong
_SHORT_BREAK_CAP = 300.0
_FAILURES_OF_THE_HOST = frozenset({"dns", "connect", "tls", "timeout", "disconnect", "empty"})


@dataclass(frozen=True, slots=True, kw_only=True)
class HostState:
    """What is remembered about a host from one request to the next, and from one run to the next.

    `not_before` forbids requests until then; None when nothing does. `delay` is the pause after each request.
    `failures` counts those in a row.
    """

    not_before: datetime | None = None
    delay: float = LEAST_DELAY
    failures: int = 0


def is_host_failure(exchange: Exchange) -> bool:
    """Say whether an exchange shows a host in trouble, rather than a page: no answer, 429, or any 5xx."""
    if exchange.failure is not None:
        return exchange.failure in _FAILURES_OF_THE_HOST
    return exchange.status is not None and (exchange.status == 429 or exchange.status >= 500)


def after(
    state: HostState,
    exchange: Exchange,
    *,
    now: datetime,
    least: float = LEAST_DELAY,
    crawl_delay: float | None = None,
) -> HostState:
    """Return the state after an exchange that ended at `now`.

    The pause is twice the duration of the last exchange, between `least` and 30 s, and at least the
    Crawl-delay of robots.txt up to 60 s. `least` 0 is for a host of one's own: then only Crawl-delay pauses.
    Failures in a row double the wait; from the fifth on the host rests 15 minutes, doubling to 6 hours.
    Retry-After on 429, 503 and redirects is obeyed (RFC 9110 §10.2.3) as far as a day.
    """
    if exchange.failure in ("bad_address", "forbidden_address"):
        return state  # the host was never asked
    slow = min(max(2 * exchange.duration, least), max(_SLOWEST, least)) if least > 0 else 0.0
    delay = max(slow, min(crawl_delay or 0.0, _CRAWL_DELAY_CAP))
    failures = state.failures + 1 if is_host_failure(exchange) else 0
    waits = [now + _backoff(failures, delay)] if failures else []
    if exchange.status is not None and (exchange.status in (429, 503) or 300 <= exchange.status < 400):
        asked = seconds(exchange.header("retry-after"), now=now)
        if asked:
            waits.append(now + timedelta(seconds=asked))
    if state.not_before and state.not_before > now:
        waits.append(state.not_before)
    return HostState(not_before=max(waits, default=None), delay=delay, failures=failures)


def _backoff(failures: int, delay: float) -> timedelta:
    if failures < _FAILURES_TO_BREAK:
        return timedelta(seconds=min(max(delay, 1.0) * 2**failures, _SHORT_BREAK_CAP))
    doublings = min(failures - _FAILURES_TO_BREAK, 10)
    return min(_FIRST_BREAK * (1 << doublings), _LONGEST_BREAK)


def wait(state: HostState, *, now: datetime, last_request: datetime | None) -> float:
    """Return the seconds until the host may be asked, 0 when it may be now; `last_request` is when one ended."""
    until = [state.not_before] if state.not_before and state.not_before - now <= _LONGEST_WAIT else []
    if last_request:
        # A clock that was set back must not silence a host: never wait longer than the pause itself.
        until.append(min(last_request, now) + timedelta(seconds=state.delay))
    return max(0.0, (max(until, default=now) - now).total_seconds())
