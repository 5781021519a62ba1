"""Whether a run has come to one of its bounds."""

import shutil
from pathlib import Path

from archive.clock import Clock
from archive.report import Report
from archive.run import Bounds

_LOOK_EVERY = 1.0  # seconds between two looks at the disk


class Used:
    """What a run has used of its bounds. `pages` is counted by the crawl, as it asks."""

    def __init__(self, bounds: Bounds, folder: Path, report: Report, clock: Clock) -> None:
        self._bounds, self._folder, self._report, self._clock = bounds, folder, report, clock
        self._started = clock.steady()
        self._looked = float("-inf")
        self.pages = 0

    def may_ask(self) -> bool:
        """Say whether one more page may be asked for."""
        return self._bounds.pages is None or self.pages < self._bounds.pages

    def reached(self) -> str | None:
        """Return the bound that is reached, by the name it has in the report: pages, time, bytes or disk."""
        bounds, steady = self._bounds, self._clock.steady()
        if not self.may_ask():
            return "pages"
        if bounds.seconds is not None and steady - self._started >= bounds.seconds:
            return "time"
        if bounds.bytes is not None and self._report.total("bytes") >= bounds.bytes:
            return "bytes"
        if bounds.free is not None and steady - self._looked >= _LOOK_EVERY:
            if shutil.disk_usage(self._folder).free < bounds.free:
                return "disk"
            self._looked = steady
        return None
