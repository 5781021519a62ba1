"""What one capture costs to read by its id, and what `pack` saves: beside warcio and FastWARC at an offset.

    python benchmarks/random_read.py [--pages N] [--reads N] [--rounds N]

An archive of portal pages of about 80 KB is made: furniture that all share, titles and text that differ (syllables drawn
at random, so that gzip comes to about a quarter of a page, as it does on real portals). The readers take turns over the same
captures in random order; of the rounds the best counts, in CPU seconds of this process. Ours looks the capture up in the
database and takes the HTTP response apart; the others are given file and offset. Every payload is compared. Then the
archive is packed, and read again.
"""

import argparse
import base64
import gzip
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from archive import store
from archive.captures import load
from archive.folder import reading, transaction
from archive.pack_run import run_pack
from archive.places import places
from archive.run import run
from archive.warc_random import OpenFiles
from parsers.site import Site
from scraper.exchange import Exchange

_INITIALS = (
    "b",
    "c",
    "ch",
    "d",
    "đ",
    "g",
    "gi",
    "h",
    "kh",
    "l",
    "m",
    "n",
    "ng",
    "nh",
    "ph",
    "qu",
    "t",
    "th",
    "tr",
    "v",
    "x",
)
_FINALS = (
    "a",
    "ạ",
    "ai",
    "anh",
    "ao",
    "âm",
    "ân",
    "ấp",
    "ăn",
    "e",
    "êu",
    "iên",
    "ình",
    "ông",
    "ơi",
    "ớn",
    "úc",
    "ương",
    "ước",
)
_WORDS = [initial + final for initial in _INITIALS for final in _FINALS]
Reader = Callable[[int], bytes]  # the id of a capture -> its payload


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a capture lies: what the other readers are told."""

    path: Path
    offset: int


def page(number: int, site: int = 0) -> bytes:
    """Return one page of about 80 KB; the number decides its text, the site its furniture."""
    drawn = random.Random(number)
    style, menu = _furniture(site)
    state = base64.b64encode(drawn.randbytes(1000)).decode()
    others = "".join(_other(drawn.randrange(4000)) for _ in range(60))
    body = "".join(f'<p style="text-align:justify">{_sentence(drawn, 100)}</p>' for _ in range(22))
    return (
        f"<!DOCTYPE html><html lang='vi'><head><title>{_sentence(drawn, 14)}</title><style>{style}</style></head><body>"
        f'{menu}<input type="hidden" name="__VIEWSTATE" value="{state}"><div class="body">{body}'
        f'</div><h3>Các tin khác</h3><ul>{others}</ul><div class="footer">{menu[:6000]}</div></body></html>'
    ).encode()


@cache
def _furniture(site: int) -> tuple[str, str]:
    """Return what all pages of a site share: rules of style, and a menu whose entries all differ."""
    drawn = random.Random(f"furniture {site}")
    style = "".join(f".{drawn.choice(_WORDS)}-{n} a{{color:#{drawn.randrange(2**24):06x}}}" for n in range(220))
    entries = ((_sentence(drawn, 4), drawn.randrange(10**6)) for _ in range(230))
    menu = "".join(
        f'<li class="item"><a href="/4/{code}/muc.aspx"><span>{name}</span></a></li>' for name, code in entries
    )
    return style, f'<ul class="menu">{menu}</ul>'


def _sentence(drawn: random.Random, length: int) -> str:
    return " ".join(drawn.choices(_WORDS, k=length)).capitalize() + "."


def _other(number: int) -> str:
    link = f"/4/469/{number}/{number * 7}/bai-{number:06}.html"
    return f'<li class="o"><a class="name" href="{link}">{_sentence(random.Random(number), 12)}</a></li>'


def make_archive(folder: Path, pages: int, *, sites: int = 1, compressed: bool = False) -> None:
    """Keep so many pages in a new archive of one WARC file, the sites in turn; `compressed` as some servers send them."""
    known = [
        Site(id=f"site-{number}", name=f"Portal {number}", province=None, kind="portal", hosts=(f"{number}.example",))
        for number in range(sites)
    ]
    with run(folder, "crawl") as this:
        with transaction(this.keeper.connection):
            for site in known:
                store.add_site(this.keeper.connection, site)
        for number in range(pages):
            body = page(number, number % sites)
            entity = gzip.compress(body, 6, mtime=0) if compressed else body
            coding = "Content-Encoding: gzip\r\n" if compressed else ""
            head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{coding}Content-Length: {len(entity)}\r\n\r\n"
            exchange = Exchange(
                url=f"https://portal.example/bai-{number}.html",
                started=datetime(2026, 11, 22, tzinfo=UTC),
                duration=0.2,
                request=f"GET /bai-{number}.html HTTP/1.1\r\nHost: portal.example\r\n\r\n".encode(),
                response=head.encode() + entity,
                entity=entity,
                status=200,
                headers=(("Content-Type", "text/html"),),
            )
            kept = this.keeper.writer.keep(exchange)
            with transaction(this.keeper.connection):
                store.add_capture(
                    this.keeper.connection,
                    exchange,
                    kept,
                    key=exchange.url,
                    run_id=this.report.run_id,
                    site_id=known[number % sites].id,
                    kind="article",
                    refers_to=None,
                )


@contextmanager
def ours(folder: Path) -> Iterator[Reader]:
    """Read as `reparse` does: by id, with the files kept open."""
    with reading(folder) as connection, OpenFiles(places(folder, connection)) as files:
        yield lambda capture: load(folder, connection, capture, files=files).entity


@contextmanager
def warcio_reader(places: Sequence[Place]) -> Iterator[Reader]:
    """Read with warcio at an offset of a file that stays open."""
    from warcio.archiveiterator import ArchiveIterator

    with places[0].path.open("rb") as stream:

        def read(capture: int) -> bytes:
            stream.seek(places[capture - 1].offset)
            payload: bytes = next(iter(ArchiveIterator(stream))).raw_stream.read()
            return payload

        yield read


@contextmanager
def fastwarc_reader(places: Sequence[Place]) -> Iterator[Reader]:
    """Read with FastWARC at an offset of a file that stays open."""
    from fastwarc.warc import ArchiveIterator

    with places[0].path.open("rb") as stream:

        def read(capture: int) -> bytes:
            stream.seek(places[capture - 1].offset)
            payload: bytes = next(iter(ArchiveIterator(stream))).reader.read()
            return payload

        yield read


def places_of(folder: Path) -> list[Place]:
    """Return where the captures lie, by id."""
    with reading(folder) as connection:
        found = connection.execute("SELECT file, offset FROM captures ORDER BY id")
        return [Place(path=folder / "warc" / file, offset=offset) for file, offset in found]


def seconds(read: Reader, captures: Sequence[int]) -> float:
    """Return the CPU seconds that these reads cost, payloads checked."""
    start = time.process_time()
    payloads = [read(capture) for capture in captures]
    spent = time.process_time() - start
    wrong = [capture for capture, payload in zip(captures, payloads, strict=True) if payload != page(capture - 1)]
    if wrong:
        raise RuntimeError(f"capture {wrong[0]}: another payload than was kept")
    return spent


def random_read(folder: Path, captures: Sequence[int], rounds: int) -> dict[str, float]:
    """Return reads per CPU second for each reader: warcio, FastWARC, and ours from .warc.gz and from .warc.zst.

    Packs the archive in `folder` on the way.
    """
    best: dict[str, float] = {}

    def take(name: str, read: Reader) -> None:
        best[name] = max(best.get(name, 0.0), len(captures) / seconds(read, captures))

    places = places_of(folder)
    with ours(folder) as gz, warcio_reader(places) as warcio, fastwarc_reader(places) as fastwarc:
        for _ in range(rounds):
            take("warcio at an offset", warcio)
            take("FastWARC at an offset", fastwarc)
            take("tintinh by id, .warc.gz", gz)
    run_pack(folder, "pack")
    with ours(folder) as zst:
        for _ in range(rounds):
            take("tintinh by id, .warc.zst", zst)
    return best


def packed_share(folder: Path) -> tuple[int, int, float]:
    """Return the size of the WARC files, their size when packed, and the CPU seconds it would take."""
    start = time.process_time()
    report = run_pack(folder, "pack", dry_run=True)
    total = report["total"]
    left = sum(one["before"] for one in report["files"] if one["after"] is None)
    return total["before"] + left, total["after"] + left, time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--reads", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sites", type=int, default=30, help="of the mixed file")
    options = parser.parse_args()
    drawn = random.Random(1)
    captures = [drawn.randrange(options.pages) + 1 for _ in range(options.reads)]
    with tempfile.TemporaryDirectory() as name:
        plain, sent_compressed, mixed = (Path(name) / kind for kind in ("plain", "compressed", "mixed"))
        make_archive(plain, options.pages)
        make_archive(sent_compressed, options.pages, compressed=True)
        make_archive(mixed, options.pages, sites=options.sites)
        before, after, spent = packed_share(plain)
        print(f"{options.pages} pages, {len(page(0)) / 1000:.0f} KB each; as .warc.gz {before / 1e6:.1f} MB")
        print(
            f"packed: {after / 1e6:.1f} MB, {before / after:.1f} times smaller; {spent / options.pages * 1e3:.1f} ms a page"
        )
        same, left, _ = packed_share(sent_compressed)
        print(f"pages that the server sent compressed: {same / 1e6:.1f} MB, packed {left / 1e6:.1f} MB")
        several, together, _ = packed_share(mixed)
        times = several / together
        print(
            f"{options.sites} sites in one file: {several / 1e6:.1f} MB, packed {together / 1e6:.1f} MB, {times:.1f} times smaller"
        )
        speed = random_read(plain, captures, options.rounds)
    slowest = speed["warcio at an offset"]
    for reader, reads in speed.items():
        print(f"{reader:26} {reads:8.0f} reads/s  {reads / slowest:5.2f}x")
    gz, zst = speed["tintinh by id, .warc.gz"] / slowest, speed["tintinh by id, .warc.zst"] / slowest
    print(
        f"summary: a capture by id {gz:.1f}x warcio from .warc.gz, {zst:.1f}x packed; "
        f"packed {before / after:.1f}x smaller, {options.sites} sites in one file {times:.1f}x"
    )


if __name__ == "__main__":
    main()
