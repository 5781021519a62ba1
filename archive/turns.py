"""Whose turn it is: the hosts that may be asked soon, in the order in which their pauses end."""

import heapq


class Turns:
    """Names with the time from which each may be asked, in seconds of a steady clock."""

    def __init__(self) -> None:
        self._waiting: list[tuple[float, str]] = []

    def __bool__(self) -> bool:
        return bool(self._waiting)

    @property
    def first(self) -> str:
        """The name whose turn comes first; empty when none waits."""
        return self._waiting[0][1] if self._waiting else ""

    def wait(self, name: str, until: float) -> None:
        """Have a name wait."""
        heapq.heappush(self._waiting, (until, name))

    def next(self, steady: float) -> str | None:
        """Return a name whose pause has ended, and forget it; None when there is none."""
        return heapq.heappop(self._waiting)[1] if self._waiting and self._waiting[0][0] <= steady else None

    def pause(self, steady: float) -> float | None:
        """Return the seconds until the next turn; None when nobody waits."""
        return max(0.0, self._waiting[0][0] - steady) if self._waiting else None
