"""Reading many pages keeps nothing of them: the small form of `make bench-parse ARGS=--memory`."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MEGABYTES = 3.0  # one page read and not let go of costs 0.4; here 1,800 are read between the first tenth and the last


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="resident memory is read from /proc")
def test_memory_is_flat_over_2000_pages() -> None:
    done = subprocess.run(
        [sys.executable, "benchmarks/parse.py", "--memory", "--pages", "2000"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    grown = re.search(r"memory over 2000 pages: ([+-][0-9.]+) MB", done.stdout.splitlines()[-1])
    assert grown is not None
    assert float(grown[1]) < MEGABYTES
