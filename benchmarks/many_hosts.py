"""Many polite hosts: how much of one core a crawl of 300 hosts takes that are asked for one page a second each.

    python benchmarks/crawl.py --hosts [--count N] [--seconds N] [--size KB]

The hosts are addresses 127.0.x.y, served by one process beside. Each is a site of its own with its own articles, and
its least pause is the second that `tintinh crawl` leaves by itself. The share of a core is the CPU time of the whole
process, starting up included, by the time of the wall.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.portal_world import addresses

HERE = Path(__file__).resolve().parent
GOAL = 0.60  # of one core
_SITE = """from dataclasses import replace

from parsers.sites.binhthuan import SITE as BINHTHUAN

SITE = replace(
    BINHTHUAN, id="{id}", hosts=("{host}",), seeds=("http://{host}/",), next_page="a.next", local=True, delay=1.0
)
"""


def crawl_many(spend: Callable[..., Any], count: int, seconds: int, size: int) -> str:
    """Crawl, with the `spend` of crawl.py, for some seconds; print what it took and return the line that sums it up.

    Raises RuntimeError when the crawl or a request fails.
    """
    command = [sys.executable, str(HERE / "portal_world.py"), "--pages=5000", f"--size={size}", f"--hosts={count}"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        port = server.stdout.readline().strip().rstrip("/").rpartition(":")[2]
        with tempfile.TemporaryDirectory(prefix="tintinh-bench-") as name:
            folder = Path(name)
            (folder / "sites").mkdir()
            names = [f"host{number:03}" for number in range(count)]
            for site, address in zip(names, addresses(count), strict=True):
                (folder / "sites" / f"{site}.py").write_text(_SITE.format(id=site, host=f"{address}:{port}"))
            ours = [sys.executable, "-m", "tintinh", "crawl", *names, "--max-time", f"{seconds}s", "--json", "--quiet"]
            environment = {"TINTINH_SITES": str(folder / "sites"), "PYTHONPATH": str(HERE.parent)}
            log = folder / "log"
            spent = spend([*ours, "--archive", str(folder / "archive")], environment, log, fine=(0, 5))
            total = json.loads(log.read_text())["total"]
    finally:
        server.terminate()
        server.wait()
    share, rate = spent.cpu / spent.wall, total["requests"] / spent.wall
    kept = total["new"]
    print(
        f"{count} hosts for {spent.wall:.0f} s: {total['requests']} requests ({rate:.0f} a second), {kept} articles kept"
    )
    print(f"CPU {spent.cpu:.1f} s, {1000 * spent.cpu / total['requests']:.2f} ms a request; peak {spent.peak:.0f} MB")
    if total["failed"]:
        raise RuntimeError(f"{total['failed']} requests failed")
    full = spent.cpu / total["requests"] * count  # seconds of CPU a second, if every host gave its page a second
    verdict = "below" if max(share, full) < GOAL else "NOT below"
    return (
        f"{count} polite hosts, {size} KB: {rate:.0f} pages/s took {share:.0%} of one core, {count} would take {full:.0%}: "
        f"{verdict} the goal of {GOAL:.0%}; {spent.peak:.0f} MB; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    )
