"""What finding costs: tintinh beside sqlite-utils' own search (the shape Datasette uses) and Tantivy alone.

    python benchmarks/search.py [--articles N] [--rounds N] [--queries N] [--cache FOLDER] [--skip-ingest] [--skip-sidecar]

An archive of generated articles (search_articles.py, seeded) is made once and kept in a folder, so that a second run is
quick. The same queries, from words in nearly every article to words in a few, with and without accents, phrases, pairs and
mixtures, go to each in turn, in one process, after one round that only warms up. Times are wall-clock milliseconds of one
answer: the middle one (p50) and the one that 19 of 20 stay below (p95); "cpu 95" is the same in processor time, which
other work on the machine moves less. Searching from the shell is a whole process. Each goal is said beside its figure;
what has none is there to compare with.
"""

import argparse
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from archive import facets, search
from archive.folder import reading
from archive.folding import plain, words
from archive.sidecar import use
from archive.sidecar.feed import refresh
from archive.sidecar.files import FOLDER, is_installed
from benchmarks.search_archive import built, live_rate
from benchmarks.search_articles import articles, syllables
from benchmarks.search_report import Rate, Times, shown, summary

_COLUMNS = ("title", "lede", "caption", "body")
_LIVE, _BULK = 3_000, 40_000  # articles of the two measures of ingest


def queries(count: int) -> list[str]:
    """Return queries of seven kinds in turn: common, middling and rare words, pairs, phrases, mixed accents; half unaccented."""
    chance, vocabulary = random.Random(3), syllables()
    texts = [one.parsed.article for one in articles(200)]
    found = []
    for number in range(count):
        ranks = [(0, 30), (300, 1500), (5000, 10_000)][number % 3 if number % 7 < 3 else 1]
        one = chance.choice(vocabulary[ranks[0] : ranks[1]])
        text = one
        if number % 7 == 3:
            text = f"{one} {chance.choice(vocabulary[:300])}"
        elif number % 7 in (4, 5):
            article = texts[number % len(texts)]
            spoken = words(article.body[0] if article else "")
            start = chance.randrange(len(spoken) - 3)
            text = f'"{" ".join(spoken[start : start + 2 + number % 2])}"'
        elif number % 7 == 6:
            text = f"{one} {plain(chance.choice(vocabulary[:2000]))}"
        found.append(text if number % 2 or number % 7 == 6 else plain(text))
    return found


def kinds(asked: Sequence[str]) -> dict[str, list[str]]:
    """Part the queries: a phrase has its words' positions read, which costs more than finding the words."""
    return {"words": [text for text in asked if '"' not in text], "phrases": [text for text in asked if '"' in text]}


def measured(
    name: str, ask: Callable[[str], object], asked: Sequence[str], rounds: int, goal: float | None = None
) -> Times:
    """Time each query in each round after a first one that does not count."""
    for text in asked:
        ask(text)
    times, cpu = [], []
    for _ in range(rounds):
        for text in asked:
            started, worked = time.perf_counter(), _worked()
            ask(text)
            times.append((time.perf_counter() - started) * 1000)
            cpu.append((_worked() - worked) * 1000)
    return Times(name=name, milliseconds=times, cpu=cpu, goal=goal)


def _worked() -> float:
    """Return the processor seconds of this process and those it has waited for."""
    spent = os.times()
    return time.process_time() + spent.children_user + spent.children_system


def divided(
    connection: sqlite3.Connection, names: Sequence[str], sidecar: use.Sidecar | None = None
) -> Callable[[str], object]:
    """Return what counts the hits of a query by these facets."""
    return lambda text: facets.facets(connection, text, names=names, sidecar=sidecar)


def of_sqlite(connection: sqlite3.Connection, asked: Sequence[str], rounds: int) -> Iterator[Times]:
    """Time what needs nothing but the database."""

    def find(**options: Any) -> Callable[[str], object]:
        return lambda text: search.search(connection, text, **options)

    yield measured("newest 20, snippets", find(counting=False), asked, rounds, 10)
    yield measured("newest 20, snippets, counts", find(), asked, rounds, 10)
    for kind, some in kinds(asked).items():
        yield measured(f"best 20 of the newest hits, {kind}", find(rank=True, counting=False), some, rounds, 60)
    yield measured("facet by province", divided(connection, ["province"]), asked, rounds, 250)
    yield measured("facets by default", divided(connection, facets.DEFAULT), asked, rounds)


def of_sidecar(folder: Path, connection: sqlite3.Connection, asked: Sequence[str], rounds: int) -> Iterator[Times]:
    """Time what the sidecar answers, and Tantivy alone: the bare query, its 20 best, no text."""
    sidecar, why_not = use.fresh(folder, connection)
    if sidecar is None:
        raise SystemExit(str(why_not))

    def best(text: str) -> object:
        return search.search(connection, text, rank=True, counting=False, sidecar=sidecar)

    def alone(text: str) -> object:
        suffix = "" if text == plain(text) else "_exact"
        query = sidecar.index.parse_query(text, [name + suffix for name in _COLUMNS], conjunction_by_default=True)
        return sidecar.searcher.search(query, 20)

    for kind, some in kinds(asked).items():
        yield measured(f"best 20 of all, sidecar, {kind}", best, some, rounds, 15)
    yield measured("facet by province, sidecar", divided(connection, ["province"], sidecar), asked, rounds, 15)
    yield measured("facets by default, sidecar", divided(connection, facets.DEFAULT, sidecar), asked, rounds)
    for kind, some in kinds(asked).items():
        yield measured(f"Tantivy alone, best 20, {kind}", alone, some, rounds)


def of_sqlite_utils(path: Path, asked: Sequence[str]) -> Times:
    """Time sqlite-utils' search on the same index, sorted by rank as it does; Datasette asks in the same shape."""
    import sqlite_utils

    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    table = sqlite_utils.Database(connection)["articles"]
    answer = measured("sqlite-utils search, 20", lambda text: list(table.search(text, limit=20, quote=True)), asked, 1)  # type: ignore[union-attr]
    connection.close()
    return answer


def of_shell(folder: Path, name: str, *options: str, goal: float) -> Times:
    """Time whole processes: start, open, search, print."""
    asked = [f"{one}" for one in syllables()[:400:40]]
    command = [sys.executable, "-m", "tintinh", "search", "--archive", str(folder), *options]
    environment = {"PYTHONPATH": str(Path(__file__).resolve().parents[1]), "PATH": ""}

    def ask(text: str) -> object:
        return subprocess.run([*command, text], env=environment, capture_output=True, check=True)

    return measured(name, ask, asked, 1, goal)


def filled(folder: Path, connection: sqlite3.Connection, *, rebuild: bool = False) -> Iterator[Rate]:
    """Bring the sidecar up to date; yield how fast that was, if there was anything to put in."""
    started = time.perf_counter()
    fed = refresh(folder, connection, rebuild=rebuild)
    seconds = time.perf_counter() - started
    size = sum(path.stat().st_size for path in (folder / FOLDER).iterdir())
    if fed.added:
        yield Rate(name=f"sidecar filled ({fed.added:,}, {size / 1e6:,.0f} MB)", speed=fed.added / seconds)


def ingest(cache: Path, *, sidecar: bool) -> Iterator[Rate]:
    """Yield what is written in a second."""
    yield Rate(name="ingest, each page indexed at once", speed=live_rate(cache / "live", _LIVE), goal=900)
    bulk = cache / "bulk"
    (bulk / "complete").unlink(missing_ok=True)
    yield Rate(name="ingest in bulk, indexes afterwards", speed=built(bulk, _BULK) or 0.0, goal=4000)
    if sidecar:
        with reading(bulk) as connection:
            yield from filled(bulk, connection, rebuild=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--queries", type=int, default=70)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "tintinh-bench-search")
    parser.add_argument("--skip-ingest", action="store_true")
    parser.add_argument("--skip-sidecar", action="store_true")
    options = parser.parse_args()
    folder = options.cache / str(options.articles)
    built(folder, options.articles)
    size = (folder / "archive.db").stat().st_size / 1e9
    asked, with_sidecar = queries(options.queries), is_installed() and not options.skip_sidecar
    print(f"{options.articles:,} articles, {size:.1f} GB, {len(asked)} queries x {options.rounds}")
    if not with_sidecar:
        print("without the sidecar, as asked" if options.skip_sidecar else "no Tantivy: going on without the sidecar")
    rates: list[Rate] = []
    with reading(folder) as connection:
        times = [*of_sqlite(connection, asked, options.rounds)]
        if with_sidecar:
            rates += filled(folder, connection)
            times += of_sidecar(folder, connection, asked, options.rounds)
    times.append(of_sqlite_utils(folder / "archive.db", asked[: options.queries // 3]))
    times.append(of_shell(folder, "search from the shell", goal=400))
    times.append(of_shell(folder, "search --rank from the shell", "--rank", goal=400))
    if not options.skip_ingest:
        rates += ingest(options.cache, sidecar=with_sidecar)
    print(*shown(times, rates), sep="\n")
    print(summary(options.articles, times, rates))


if __name__ == "__main__":
    main()
