"""What the level of gzip costs and saves on pages, each compressed by itself as in a WARC file.

    python benchmarks/crawl.py --levels [--sizes KB,KB] [--folder FOLDER]

The pages are those of the benchmark's portal; with --folder the files named *.html under it, pages of your own.
"""

import random
import time
import zlib
from collections.abc import Sequence
from pathlib import Path

from benchmarks.portal_world import World

LEVELS = (1, 4, 6, 9)
_PAGES, _ROUNDS = 100, 3


def compare(sizes: Sequence[int], folder: str | None) -> str:
    """Print time and size at each level; return the line that sums it up. Raises SystemExit where there is no page."""
    kinds = {f"{size} KB": _of_portal(size) for size in sizes}
    if folder:
        kinds[folder] = [path.read_bytes() for path in sorted(Path(folder).rglob("*.html"))[:_PAGES]]
    return "level 6 to level 4: " + "; ".join(_compared(name, pages) for name, pages in kinds.items())


def _of_portal(size: int) -> list[bytes]:
    world, choose = World(pages=10_000, size=size), random.Random(1)
    numbers = choose.sample(range(10_000), _PAGES)
    return [world.answer(b"/4/469/tin-trong-tinh/bai-viet-%d.html" % (100_000 + number))[2] for number in numbers]


def _compared(name: str, pages: Sequence[bytes]) -> str:
    if not pages:
        raise SystemExit(f"{name}: no file named *.html in it")
    mean = sum(map(len, pages)) / len(pages) / 1000
    print(f"\n{len(pages)} pages, {name} ({mean:.0f} KB each)\n{'level':>6}{'ms a page':>12}{'KB a page':>12}")
    costs = {level: _cost(pages, level) for level in LEVELS}
    for level, (seconds, size) in costs.items():
        print(f"{level:>6}{seconds * 1000 / len(pages):>12.2f}{size / len(pages) / 1000:>12.2f}")
    (ours, our_size), (theirs, their_size) = costs[4], costs[6]
    return f"{name}: {theirs / ours:.2f} x time, {their_size / our_size:.3f} x bytes"


def _cost(pages: Sequence[bytes], level: int) -> tuple[float, int]:
    """Return the least seconds of CPU over some rounds, and the bytes."""
    least, size = float("inf"), 0
    for _ in range(_ROUNDS):
        begin = time.process_time()
        size = sum(len(zlib.compress(page, level, wbits=31)) for page in pages)
        least = min(least, time.process_time() - begin)
    return least, size
