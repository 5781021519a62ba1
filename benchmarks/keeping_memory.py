"""The memory of `tintinh ingest`: the peak of the process at a tenth of the pages and at all of them.

python benchmarks/keeping.py --memory [--pages N]        10,000 pages of 25 KB unless told
"""

import os
import subprocess
import sys
from pathlib import Path

from benchmarks.keeping import exchanges, write

_SIZE = 25  # KB of a page


def main(base: Path, pages: int) -> None:
    """Print the peaks, and last the line that compares them."""
    peaks = {}
    for count in (max(1, pages // 10), pages):
        warc = write(base / f"pages-{count}", exchanges(count, size=_SIZE))
        peaks[count] = _peak(warc, base / f"archive-{count}")
        print(f"{count:>7} pages, WARC of {warc.stat().st_size / 1e6:.0f} MB: peak {peaks[count]:.0f} MB", flush=True)
    small, large = peaks.values()
    print(f"ingest of {pages} pages: peak {large:.0f} MB, {large / small:.2f} x that of a tenth of them")


def _peak(warc: Path, archive: Path) -> float:
    """Ingest a file with one core; return the peak resident memory of the largest of its processes, in MB."""
    command = [sys.executable, "-m", "tintinh", "ingest", warc, "--jobs", "1", "--quiet", "--archive", archive]
    process = subprocess.Popen([str(one) for one in command], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)  # so that Popen does not wait for it again
    if process.returncode:
        raise SystemExit(f"ingest ended with exit code {process.returncode}")
    return usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)  # in bytes there, in KiB elsewhere
