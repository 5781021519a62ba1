"""A process that packs and unpacks when told to and may be killed at any time: `python -m tests.archive.killed_pack`.

It reads one JSON line for each run, {"archive": ..., "way": ...}, forks a child that does it, and prints the child's
process id; when the child has ended, it prints how (a negative number is the signal). It imports no test library.
"""

import json
import os
import sys
from pathlib import Path

import sqlite_utils.migrations  # noqa: F401 - loaded before the fork, like everything else

import archive.warc_zstd  # noqa: F401
from archive.pack_run import run_pack


def main() -> None:
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            os._exit(run_pack(Path(order["archive"]), order["way"])["exit_code"])
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
