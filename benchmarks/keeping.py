"""What keeping costs: writing, verifying, ingesting and reading back, each beside what a person would use instead.

    python benchmarks/keeping.py [--pages N] [--rounds N] [--peer PYTHON] [--faults] [--memory]

One WARC of portal pages (`portal_world.py`) serves all. CPU time of one process; the best round counts; the sides take
turns. `--peer` is a Python that has trafilatura and warcio. With `--faults` the table of `keeping_faults.py` instead, with
`--memory` what `keeping_memory.py` prints.
"""

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from warcio.checker import Checker

from archive.file_check import verify_file
from archive.warc import WarcWriter
from archive.warc_compose import compose
from benchmarks import keeping_faults, random_read
from benchmarks.levels import nearest
from benchmarks.portal_world import World
from scraper.exchange import Exchange

START = datetime(2021, 11, 29, 1, 0, tzinfo=UTC)
SIZE = 80  # KB of a page
GOALS = {"write": 1.3, "verify": 1.0, "ingest": 5.0, "read": 1.3}


def exchanges(count: int, *, size: int = SIZE) -> Iterator[Exchange]:
    """Yield `count` answers with a page of `size` KB each, as they come from the wire."""
    world = World(pages=count, size=size)
    for number in range(count):
        path = f"/4/469/tin-trong-tinh/bai-viet-{100_000 + number}.html"
        _, _, body = world.answer(path.encode())
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
        yield Exchange(
            url=f"https://binhthuan.gov.vn{path}",
            started=START + timedelta(seconds=number),
            duration=0.2,
            request=b"GET / HTTP/1.1\r\nHost: binhthuan.gov.vn\r\nUser-Agent: tintinh/0\r\n\r\n",
            response=head.encode() + body,
            entity=body,
            status=200,
            headers=(("Content-Type", "text/html; charset=utf-8"),),
            ip="203.113.131.1",
            protocols=("http/1.1", "tls/1.3"),
        )


def write(folder: Path, pages: Iterable[Exchange]) -> Path:
    """Keep all pages in one file; return it."""
    folder.mkdir(parents=True, exist_ok=True)
    with WarcWriter(folder, prefix="bench", software="tintinh/0") as writer:
        for page in pages:
            kept = writer.keep(page)
    return folder / kept.file


def raw_records(pages: Sequence[Exchange]) -> list[bytes]:
    """Return the unpacked bytes of all records that keeping the pages writes."""
    label = "sha256:" + "0" * 64
    drafts = [one for page in pages for one in compose(page, warcinfo_id="urn:uuid:0", payload_digest=label)]
    return [one.raw() for one in drafts]


def cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def cpu_of_command(command: Sequence[object]) -> float:
    """Run a command to its end; return its CPU seconds, those of its start included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([str(one) for one in command], capture_output=True, check=False, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{command[0]}: {done.stderr[-500:]}")
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def in_turns(rounds: int, ours: Callable[[], float], theirs: Callable[[], float]) -> tuple[float, float]:
    """Return the best round of each side."""
    mine, other = [], []
    for _ in range(rounds):
        mine.append(ours())
        other.append(theirs())
    return min(mine), min(other)


def writing(base: Path, pages: Sequence[Exchange], rounds: int) -> dict[str, float]:
    """Return the CPU of keeping pages as a multiple of what zlib alone takes on the same bytes, for two levels.

    Level 6 is zlib's default and that of warcio; at the other one zlib's output comes nearest to ours in size.
    """
    plain = raw_records(pages)
    numbers, ratios = iter(range(10_000)), {}
    for level, meaning in ((6, "the default"), (nearest(plain), "nearest in size")):
        ours, theirs = in_turns(
            rounds,
            lambda: cpu(lambda: write(base / f"write-{next(numbers)}", pages)),
            lambda level=level: cpu(lambda: [zlib.compress(one, level, wbits=31) for one in plain]),  # type: ignore[misc]
        )
        ratios[f"write to zlib {level}, {meaning},"] = ours / theirs
        say("write", ours, f"zlib {level} alone, {meaning},", theirs, ours / theirs, len(pages))
    return ratios


def verifying(warc: Path, count: int, rounds: int) -> float:
    """Return how many times as fast our check of one file is as warcio's, the start of the two programs left out."""
    wanted = argparse.Namespace(verbose=False, inputs=[str(warc)])
    ours, theirs = in_turns(
        rounds,
        lambda: cpu(lambda: verify_file(warc)),
        lambda: cpu(lambda: Checker(wanted).process_all()),
    )
    say("verify", ours, "warcio check", theirs, theirs / ours, count)
    return theirs / ours


def ingesting(base: Path, warc: Path, count: int, rounds: int, peer: str) -> float | None:
    """Return how many times as fast `tintinh ingest` on one core is as trafilatura over the same WARC; None without it."""
    numbers = iter(range(10_000))

    def ours() -> float:
        archive = base / f"ingest-{next(numbers)}"
        command = [sys.executable, "-m", "tintinh", "ingest", warc, "--jobs", "1", "--quiet", "--archive", archive]
        return cpu_of_command(command)

    script = Path(__file__).with_name("keeping_peer.py")
    if subprocess.run([peer, str(script), "--there"], capture_output=True, check=False).returncode:
        print("ingest: no trafilatura and warcio in the peer's Python: left out")
        ours()
        return None
    mine, other = in_turns(rounds, ours, lambda: cpu_of_command([peer, script, warc]))
    say("ingest, read, index", mine, "trafilatura", other, other / mine, count)
    return other / mine


def reading_back(base: Path, reads: int, rounds: int) -> float:
    """Return how many times as fast a capture is read by its id from .warc.gz as by warcio at a known offset."""
    random_read.make_archive(base, reads)
    drawn = random.Random(7)
    speed = random_read.random_read(base, [drawn.randrange(reads) + 1 for _ in range(reads)], rounds)
    slowest = speed["warcio at an offset"]
    for reader, each in speed.items():
        print(f"{reader:26} {each:8.0f} reads/s; ratio {each / slowest:5.2f}", flush=True)
    return speed["tintinh by id, .warc.gz"] / slowest


def say(what: str, mine: float, peer: str, theirs: float, ratio: float, count: int) -> None:
    told = f"{mine / count * 1000:8.3f} ms a page; {peer} {theirs / count * 1000:8.3f} ms; ratio {ratio:5.2f}"
    print(f"{what:20} {told}", flush=True)


def _told(name: str, ratio: float | None) -> str:
    reached = "absent" if ratio is None else f"{ratio:.2f}"
    return f"{reached} (goal {'<=' if name == 'write' else '>='} {GOALS[name]})"


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--pages", type=int, help="1,000; with --memory 10,000")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--peer", default=sys.executable)
    options.add_argument("--faults", action="store_true")
    options.add_argument("--memory", action="store_true")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        if chosen.faults:
            keeping_faults.main(base)
            return
        if chosen.memory:
            from benchmarks import keeping_memory

            keeping_memory.main(base, chosen.pages or 10_000)
            return
        pages = list(exchanges(chosen.pages or 1000))
        warc = write(base / "warc", pages)
        size = sum(len(page.response) for page in pages) // len(pages)
        print(
            f"{len(pages)} pages of {size / 1000:.0f} KB in {warc.stat().st_size / 1e6:.1f} MB; CPU time, best of {chosen.rounds}"
        )
        found = {
            **writing(base, pages, chosen.rounds),
            "verify": verifying(warc, len(pages), chosen.rounds),
            "ingest": ingesting(base, warc, len(pages), chosen.rounds, chosen.peer),
            "read": reading_back(base / "random", min(600, len(pages)), chosen.rounds),
        }
    told = ", ".join(f"{name} {_told(name.split()[0], ratio)}" for name, ratio in found.items())
    print(f"ratios: {told}")


if __name__ == "__main__":
    main()
