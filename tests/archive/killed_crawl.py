"""A process that crawls when told to and may be killed at any time: `python -m tests.archive.killed_crawl`.

It reads one JSON line for each crawl, {"archive": ..., "delay": ...}, forks a child that crawls all sites of
TINTINH_SITES, and prints the child's process id; when the child has ended, it prints how (a negative number is the
signal). The fork saves the start of an interpreter for each crawl. It runs on its own and imports no test library.
"""

import json
import os
import sys
from pathlib import Path

import sqlite_utils.migrations  # noqa: F401 - loaded before the fork, like everything else

from archive.jobs import crawl_sites
from archive.run import Bounds
from parsers.sites import known_sites


def main() -> None:
    wanted = {site.id: (site, list[str]()) for site in known_sites().values() if site.local}
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            report = crawl_sites(
                Path(order["archive"]),
                wanted,
                agent="tintinh/0 (+test@example.org)",
                operator=None,
                bounds=Bounds(delay=order["delay"]),
                recheck=False,
                tell=lambda event: None,
            )
            os._exit(report["exit_code"])
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
