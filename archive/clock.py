"""The two clocks of a run: the calendar's, which may jump, and one that only goes forward. Tests bring their own."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """`now()` is an aware time in UTC; `steady()` is seconds that never go back, from any beginning.

    `speed` is how many of these seconds pass in one: more than one only where time is simulated.
    """

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    steady: Callable[[], float] = time.monotonic
    speed: float = 1.0
