"""What a gzip member costs and saves: zlib at its levels beside ISA-L, each page compressed by itself as in a WARC file.

    python benchmarks/crawl.py --levels [--sizes KB,KB] [--folder FOLDER]

The pages are those of the benchmark's portal; with --folder the files named *.html under it, pages of your own. The row
"kept" is what an archive does: ISA-L, read back by zlib.
"""

import random
import time
import zlib
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from isal import isal_zlib

from archive.gzip_member import gzip_member
from benchmarks.portal_world import World

_ZLIB, _ISAL = (1, 2, 3, 4, 6, 9), (1, 2, 3)
_PAGES, _ROUNDS = 100, 5


def compare(sizes: Sequence[int], folder: str | None) -> str:
    """Print time and size of each way; return the line that sums it up. Raises SystemExit where there is no page."""
    kinds = {f"{size} KB": _of_portal(size) for size in sizes}
    if folder:
        kinds[folder] = [path.read_bytes() for path in sorted(Path(folder).rglob("*.html"))[:_PAGES]]
    return "kept to zlib 6: " + "; ".join(_compared(name, pages) for name, pages in kinds.items())


def _ways() -> dict[str, Callable[[bytes], bytes]]:
    ways = {f"zlib {level}": partial(zlib.compress, level=level, wbits=31) for level in _ZLIB}
    ways |= {f"isal {level}": partial(isal_zlib.compress, level=level, wbits=31) for level in _ISAL}
    return {**ways, "kept": gzip_member}


def nearest(pages: Sequence[bytes]) -> int:
    """Return the level of zlib at which these come nearest to the size at which they are kept."""
    kept = sum(len(gzip_member(page)) for page in pages)
    return min(range(1, 10), key=lambda level: abs(sum(len(zlib.compress(page, level)) + 12 for page in pages) - kept))


def _of_portal(size: int) -> list[bytes]:
    world, choose = World(pages=10_000, size=size), random.Random(1)
    numbers = choose.sample(range(10_000), _PAGES)
    return [world.answer(b"/4/469/tin-trong-tinh/bai-viet-%d.html" % (100_000 + number))[2] for number in numbers]


def _compared(name: str, pages: Sequence[bytes]) -> str:
    if not pages:
        raise SystemExit(f"{name}: no file named *.html in it")
    mean = sum(map(len, pages)) / len(pages) / 1000
    print(
        f"\n{len(pages)} pages, {name} ({mean:.0f} KB each)\n{'':>8}{'ms a page':>12}{'KB a page':>12}{'ms to read':>12}"
    )
    costs = {way: _cost(pages, compress) for way, compress in _ways().items()}
    for way, (seconds, size, reading) in costs.items():
        print(f"{way:>8}{seconds * 1000:>12.3f}{size / 1000:>12.2f}{reading * 1000:>12.3f}")
    (ours, our_size, _), (theirs, their_size, _) = costs["kept"], costs["zlib 6"]
    return f"{name}: {ours / theirs:.2f} x time, {our_size / their_size:.3f} x bytes"


def _cost(pages: Sequence[bytes], compress: Callable[[bytes], bytes]) -> tuple[float, float, float]:
    """Return, for one page, the least seconds of CPU over some rounds, the bytes, and the seconds zlib takes to read it."""
    seconds, members = _least(lambda: [compress(page) for page in pages])
    reading, _ = _least(lambda: [zlib.decompress(member, wbits=31) for member in members])
    return seconds / len(pages), sum(map(len, members)) / len(pages), reading / len(pages)


def _least(work: Callable[[], list[bytes]]) -> tuple[float, list[bytes]]:
    least, made = float("inf"), []
    for _ in range(_ROUNDS):
        begin = time.process_time()
        made = work()
        least = min(least, time.process_time() - begin)
    return least, made
