"""A process that crawls when told to and may be killed at any time: `python -m tests.archive.killed_crawl`.

It reads one JSON line for each crawl, {"archive": ...}, forks a child that crawls all sites of TINTINH_SITES, and prints
the child's process id; for each group of captures that is in the database "kept" and how many they are; and when the
child has ended, how (a negative number is the signal). The fork saves the start of an interpreter for each crawl. It
runs on its own and imports no test library.

The child is slow between the disk and the database. So many kills come there; and meanwhile answers come in, which
are then kept in groups.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlite_utils.migrations  # noqa: F401 - loaded before the fork, like everything else

from archive import group, recording
from archive.jobs import crawl_sites
from archive.run import Bounds
from parsers.sites import known_sites

SLOW = 0.003  # seconds for each capture


def slowed(record: Callable[..., Any]) -> Callable[..., Any]:
    """Return the writing of a capture's rows, with a pause before."""

    def slow(*values: Any, **named: Any) -> Any:
        time.sleep(SLOW)
        return record(*values, **named)

    return slow


def told(write: Callable[..., list[Any]]) -> Callable[..., list[Any]]:
    """Return the keeping of a group, which then says that it is done. In one write, so that no kill tears a line."""

    def keep(*values: Any, **named: Any) -> list[Any]:
        visits = write(*values, **named)
        os.write(1, b"kept %d\n" % len(visits))
        return visits

    return keep


def main() -> None:
    wanted = {site.id: (site, list[str]()) for site in known_sites().values() if site.local}
    recording.record, group.write = slowed(recording.record), told(group.write)  # type: ignore[attr-defined]
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            report = crawl_sites(
                Path(order["archive"]),
                wanted,
                agent="tintinh/0 (+test@example.org)",
                operator=None,
                bounds=Bounds(delay=0.0),
                recheck=False,
                tell=lambda event: None,
            )
            os._exit(report["exit_code"])
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
