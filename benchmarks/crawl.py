"""What a crawl costs: tintinh, which keeps, reads and indexes every page, beside Scrapy, which reads three fields.

    python benchmarks/crawl.py [--pages N] [--sizes KB,KB] [--rounds N] [--tree] [--peer PYTHON]
    python benchmarks/crawl.py --hosts [--count N] [--seconds N] [--sizes KB]
    python benchmarks/crawl.py --levels [--sizes KB,KB] [--folder FOLDER]

A portal (portal_world.py) is served from loopback by a process of its own. The crawlers take turns, each a whole
process from a cold start: `tintinh crawl` with no pause between requests, into a new archive; scrapy_spider.py with
the Python that --peer names. Times are those of the wall, CPU and peak memory what the kernel says at the end of each
process (wait4), so starting up counts too. Every round must bring every article, else the benchmark fails. --tree is
for memory: 20,000 pages, once, that hang on one another like related articles. --hosts: see many_hosts.py. --levels:
see levels.py.
"""

import argparse
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

HERE = Path(__file__).resolve().parent
OURS, PEER = "tintinh crawl", "Scrapy, JOBDIR"
_TREE_PAGES = 20_000
_SITE = """from dataclasses import replace

from parsers.sites.binhthuan import SITE as BINHTHUAN

SITE = replace(
    BINHTHUAN, id="benchmark", hosts=("{host}",), seeds=("http://{host}/",), next_page="a.next", local=True, delay=0.0
)
"""
Crawler: TypeAlias = Callable[[str, Path], tuple["Spent", int]]  # address, an empty folder -> cost, articles found


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What one process cost: seconds by the clock, seconds of CPU (user and system), peak memory in MB."""

    wall: float
    cpu: float
    peak: float


def spend(command: Sequence[str], environment: Mapping[str, str], log: Path, fine: Sequence[int] = (0,)) -> Spent:
    """Run a command to its end and return what it cost. Raises RuntimeError when its exit code is not one of `fine`."""
    with log.open("wb") as stream:
        start = time.perf_counter()
        process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=stream, stderr=stream)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in fine:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{log.read_text()[-2000:]}")
    unit = 2**20 if sys.platform == "darwin" else 2**10  # ru_maxrss is in bytes there, in KiB elsewhere
    return Spent(wall=wall, cpu=usage.ru_utime + usage.ru_stime, peak=usage.ru_maxrss / unit)


def ours(address: str, folder: Path) -> tuple[Spent, int]:
    """Crawl with tintinh into a new archive; count the articles that can be searched."""
    (folder / "sites").mkdir()
    (folder / "sites" / "benchmark.py").write_text(_SITE.format(host=address.split("/")[2]))
    archive = folder / "archive"
    command = [sys.executable, "-m", "tintinh", "crawl", "benchmark", "--quiet", "--archive", str(archive)]
    environment = {"TINTINH_SITES": str(folder / "sites"), "PYTHONPATH": str(HERE.parent)}
    spent = spend(command, environment, folder / "log")
    with closing(sqlite3.connect(archive / "archive.db")) as connection:
        kept, indexed = connection.execute(
            "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM articles_exact WHERE articles_exact MATCH 'tỉnh OR viết')"
        ).fetchone()
    return spent, min(kept, indexed)


def scrapy(python: str, *, tree: bool) -> Crawler:
    """Return the peer as a crawler."""

    def crawl(address: str, folder: Path) -> tuple[Spent, int]:
        command = [python, str(HERE / "scrapy_spider.py"), address, str(folder), *(["--tree"] if tree else [])]
        spent = spend(command, {}, folder / "log")
        with (folder / "items.jsonl").open() as lines:
            whole = sum(all(json.loads(line).values()) for line in lines)
        return spent, whole

    return crawl


def scrapy_version(python: str) -> str | None:
    """Return which Scrapy a Python has, None when it has none or is not there."""
    try:
        ask = "import scrapy; print(scrapy.__version__)"
        done = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=False)
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None


@contextmanager
def portal(pages: int, size: int, *, tree: bool) -> Iterator[str]:
    """Serve a portal for the length of a `with` block; gives its address."""
    command = [sys.executable, str(HERE / "portal_world.py"), f"--pages={pages}", f"--size={size}"]
    process = subprocess.Popen([*command, *(["--tree"] if tree else [])], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()
        if process.stdout:
            process.stdout.close()


def measure(
    crawlers: Mapping[str, Crawler], pages: int, size: int, rounds: int, *, tree: bool
) -> dict[str, list[Spent]]:
    """Have the crawlers take turns over one portal. Raises RuntimeError when one misses an article."""
    costs: dict[str, list[Spent]] = {name: [] for name in crawlers}
    with portal(pages, size, tree=tree) as address:
        for number in range(rounds):
            order = list(crawlers.items())
            for name, crawl in order if number % 2 == 0 else reversed(order):
                folder = Path(tempfile.mkdtemp(prefix="tintinh-bench-"))
                try:
                    spent, found = crawl(address, folder)
                finally:
                    shutil.rmtree(folder, ignore_errors=True)
                if found != pages:
                    raise RuntimeError(f"{name} brought {found} of {pages} articles")
                costs[name].append(spent)
    return costs


def middle(costs: Sequence[Spent]) -> Spent:
    """Return the median of each cost over the rounds."""
    wall, cpu, peak = (statistics.median(getattr(one, name) for one in costs) for name in ("wall", "cpu", "peak"))
    return Spent(wall=wall, cpu=cpu, peak=peak)


def report(costs: Mapping[str, list[Spent]], pages: int, size: int, *, tree: bool) -> str:
    """Print the table of one portal; return what the last line says of it."""
    shape = "a tree" if tree else "a list"
    rounds = len(costs[OURS])
    print(
        f"\n{pages} pages of {size} KB in {shape}; median of {rounds} round{'' if rounds == 1 else 's'} (least to most)"
    )
    print(f"{'':16}{'pages/s':>20}{'CPU ms/page':>24}{'peak MB':>20}")
    for name, several in costs.items():
        rates = [pages / one.wall for one in several]
        cpu = [one.cpu / pages * 1000 for one in several]
        peak = [one.peak for one in several]
        print(f"{name:16}{_spread(rates, 0):>20}{_spread(cpu, 2):>24}{_spread(peak, 0):>20}")
    us = middle(costs[OURS])
    head = f"{size} KB{', tree' if tree else ''}: "
    if PEER not in costs:
        return f"{head}{pages / us.wall:.0f} pages/s, {us.cpu / pages * 1000:.2f} ms CPU/page, {us.peak:.0f} MB"
    them = middle(costs[PEER])
    ratios = f"{them.wall / us.wall:.2f} x pages/s, {us.cpu / them.cpu:.2f} x CPU, {us.peak / them.peak:.2f} x memory"
    print(f"{'ratio':16}{them.wall / us.wall:>20.2f}{us.cpu / them.cpu:>24.2f}{us.peak / them.peak:>20.2f}")
    return f"{head}{ratios}{f' ({us.peak:.0f} MB)' if tree else ''}"


def _spread(values: Sequence[float], digits: int) -> str:
    whole = f"{statistics.median(values):.{digits}f}"
    return whole if len(values) == 1 else f"{whole} ({min(values):.{digits}f}-{max(values):.{digits}f})"


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--pages", type=int, help="articles of the portal; 1500, or 20000 with --tree")
    options.add_argument("--sizes", default="25,80", metavar="KB,KB", help="of a page; with --tree only the first")
    options.add_argument("--rounds", type=int, help="turns of each crawler; 3, or 1 with --tree")
    options.add_argument("--tree", action="store_true", help="articles that lead to articles: for the peak memory")
    options.add_argument("--peer", default=str(HERE.parent / ".venv-bench/bin/python"), metavar="PYTHON")
    options.add_argument("--hosts", action="store_true", help="instead: 300 polite hosts at one page a second each")
    options.add_argument("--count", type=int, default=300, help="hosts, with --hosts")
    options.add_argument("--seconds", type=int, default=60, help="how long, with --hosts")
    options.add_argument("--levels", action="store_true", help="instead: what the levels of gzip cost and save")
    options.add_argument("--folder", help="pages of your own, *.html, with --levels")
    chosen = options.parse_args()
    sizes = [int(one) for one in chosen.sizes.split(",")]
    if chosen.levels:
        sys.path.insert(0, str(HERE.parent))
        from benchmarks.levels import compare

        print(compare(sizes, chosen.folder))
        return
    if chosen.hosts:
        sys.path.insert(0, str(HERE.parent))
        from benchmarks.many_hosts import crawl_many

        print(crawl_many(spend, chosen.count, chosen.seconds, sizes[0]))
        return
    tree: bool = chosen.tree
    crawlers: dict[str, Crawler] = {OURS: ours}
    version = scrapy_version(chosen.peer)
    if version:
        crawlers[PEER] = scrapy(chosen.peer, tree=tree)
        print(
            f"Scrapy {version}; Python {sys.version.split()[0]}; {os.cpu_count()} cores; load {os.getloadavg()[0]:.1f}"
        )
    pages = chosen.pages or (_TREE_PAGES if tree else 1500)
    rounds = chosen.rounds or (1 if tree else 3)
    lines = [
        report(measure(crawlers, pages, size, rounds, tree=tree), pages, size, tree=tree)
        for size in (sizes[:1] if tree else sizes)
    ]
    if not version:
        print(f"Scrapy: not installed for {chosen.peer}, left out; make bench-crawl installs it")
    print(f"tintinh{' to Scrapy' if version else ''}: {'; '.join(lines)}")


if __name__ == "__main__":
    main()
