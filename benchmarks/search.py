"""What finding costs: tintinh beside sqlite-utils' own search (the shape Datasette uses) and Tantivy alone.

    python benchmarks/search.py [--articles N] [--rounds N] [--queries N] [--cache FOLDER] [--skip-ingest] [--skip-sidecar]

An archive of generated articles (search_articles.py, seeded) is made once and kept in a folder, so that a second run is
quick. The same queries, from words in nearly every article to words in a few, with and without accents, phrases, pairs and
mixtures, go to each in turn, in one process, after one round that only warms up. Times are wall-clock milliseconds of one
answer: the middle one (p50) and the one that 19 of 20 stay below (p95). Searching from the shell is a whole process.
"""

import argparse
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
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

_COLUMNS = ("title", "lede", "caption", "body")
_LIVE, _BULK = 3_000, 40_000  # articles of the two measures of ingest


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """The times of one kind of answer, in milliseconds, and the goal for p95 if there is one."""

    name: str
    milliseconds: Sequence[float]
    goal: float | None = None

    @property
    def p50(self) -> float:
        """The time that half of the answers stay below."""
        return statistics.median(self.milliseconds)

    @property
    def p95(self) -> float:
        """The time that 19 of 20 answers stay below."""
        return sorted(self.milliseconds)[max(0, round(len(self.milliseconds) * 0.95) - 1)]

    @property
    def met(self) -> bool:
        """Whether p95 is below the goal."""
        return self.goal is None or self.p95 < self.goal


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
    times = []
    for _ in range(rounds):
        for text in asked:
            started = time.perf_counter()
            ask(text)
            times.append((time.perf_counter() - started) * 1000)
    return Times(name=name, milliseconds=times, goal=goal)


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
        yield measured(f"best 20 of newest 5,000, {kind}", find(rank=True, counting=False), some, rounds, 60)
    yield measured("facet by province", divided(connection, ["province"]), asked, rounds, 250)
    yield measured("facets by default", divided(connection, facets.DEFAULT), asked, rounds)


def of_sidecar(folder: Path, connection: sqlite3.Connection, asked: Sequence[str], rounds: int) -> Iterator[Times]:
    """Time what the sidecar answers, and Tantivy alone: the bare query, its 20 best, no text."""
    started = time.perf_counter()
    fed = refresh(folder, connection)
    size = sum(path.stat().st_size for path in (folder / FOLDER).iterdir())
    rate = f", {fed.added / (time.perf_counter() - started):,.0f} articles put in a second" if fed.added else ""
    print(f"sidecar: {size / 1e9:.1f} GB{rate}")
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


def ingest(cache: Path, *, sidecar: bool) -> Iterator[tuple[str, float, float]]:
    """Yield what is written in a second: kind, articles, goal."""
    yield "ingest, each page indexed at once", live_rate(cache / "live", _LIVE), 900.0
    bulk = cache / "bulk"
    (bulk / "complete").unlink(missing_ok=True)
    yield "ingest in bulk, indexes afterwards", built(bulk, _BULK) or 0.0, 4000.0
    if sidecar:
        with reading(bulk) as connection:
            started = time.perf_counter()
            refresh(bulk, connection, rebuild=True)
            yield "sidecar filled", _BULK / (time.perf_counter() - started), 2500.0


def shown(times: Sequence[Times]) -> list[str]:
    """Return the table: each line beside our own newest-first page."""
    base = times[0].p50
    lines = [f"{'':34}{'p50 ms':>9}{'p95 ms':>9}{'goal':>7}{'x':>8}"]
    for one in times:
        goal = f"{one.goal:.0f}" if one.goal else ""
        lines.append(
            f"{one.name:34}{one.p50:9.2f}{one.p95:9.2f}{goal:>7}{one.p50 / base:8.1f}{'' if one.met else '  missed'}"
        )
    return lines


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
    asked = queries(options.queries)
    print(
        f"{options.articles:,} articles, {(folder / 'archive.db').stat().st_size / 1e9:.1f} GB, {len(asked)} queries x {options.rounds}"
    )
    with reading(folder) as connection:
        times = [*of_sqlite(connection, asked, options.rounds)]
        if options.skip_sidecar:
            print("without the sidecar, as asked")
        elif is_installed():
            times += of_sidecar(folder, connection, asked, options.rounds)
        else:
            print("no Tantivy: going on without the sidecar")
    times.append(of_sqlite_utils(folder / "archive.db", asked[: options.queries // 3]))
    times.append(of_shell(folder, "search from the shell", goal=400))
    times.append(of_shell(folder, "search --rank from the shell", "--rank", goal=400))
    print(*shown(times), sep="\n")
    with_sidecar = is_installed() and not options.skip_sidecar
    written = [] if options.skip_ingest else list(ingest(options.cache, sidecar=with_sidecar))
    for name, speed, goal in written:
        print(f"{name:34}{speed:9,.0f} articles/s, goal {goal:,.0f}{'' if speed >= goal else '  missed'}")
    missed = [one.name for one in times if not one.met] + [name for name, speed, goal in written if speed < goal]
    by_name = {one.name: one for one in times}
    peer, ours = by_name["sqlite-utils search, 20"], times[2]
    print(
        f"summary: {options.articles:,} articles, newest page p95 {times[0].p95:.1f} ms, relevance p95 {ours.p95:.1f} ms, "
        f"sqlite-utils' search {peer.p50 / ours.p50:.1f}x as long (p50); goals missed: {', '.join(missed) or 'none'}"
    )


if __name__ == "__main__":
    main()
