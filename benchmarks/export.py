"""What an export costs: every format over the same archive, beside the bare writer fed with the same rows from memory.

The archive is generated (seeded): articles of some 2,800 characters with ten paragraphs, a photo and two tags. Each measurement
is a process of its own; the sides of a ratio take turns, and of each the least CPU time counts, because wall time says more
about what else runs on the machine. The bare writer gets its rows ready made: reading them and making cells of them is not
counted for it. For CSV and JSON there is a script too: the same writer, fed by a SELECT over the columns of one table.
Peak memory is what the process grew by during the export, at a tenth of the rows and at all of them.
"""

import argparse
import csv
import json
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import count, islice
from pathlib import Path
from typing import Any, TypeAlias

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from archive import schema  # noqa: E402 - the checkout's own
from archive.export import csv as ours_csv  # noqa: E402
from archive.export.formats import FORMATS  # noqa: E402
from archive.exporting import export_to  # noqa: E402
from archive.filters import Filters  # noqa: E402
from archive.record import Record, iter_articles  # noqa: E402

Prepare: TypeAlias = Callable[[list[Record]], Any]  # makes the rows; not counted
Write: TypeAlias = Callable[[Any], object]
CHUNK = 5_000  # rows that the bare writer has in memory
SLOW = {"xlsx": 20}  # these get a part of the rows
_SYLLABLES = (
    "bản báo bộ cán cảng cầu chỉ chính công cộng dân dự đảng đại địa điện đoàn đường giao gia giới hải "
    "hành hình hộ hội huyện khai khu kinh kế làm lãnh lực mặt mới năm ngành nghị nghiệp người nhân nhà "
    "nông nước phát phó phường quân quốc sản sở sáng tế thanh thành thể thị thông thời tỉnh tổ tổng trung "
    "trường tuyên tư tướng ủy văn việc viên vùng xã xây xuất yêu đồng động được đến trên trong"
)


def fill(path: Path, rows: int) -> None:
    """Make an archive.db of so many articles; without full text, which no export reads."""
    chance = random.Random(20250701)
    syllables = _SYLLABLES.split()
    texts = [" ".join(chance.choices(syllables, k=chance.randint(40, 100))).capitalize() + "." for _ in range(3_000)]
    connection = sqlite3.connect(path)
    schema.upgrade(connection)
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute(
        "INSERT INTO sites(code, id, name, kind, hosts) VALUES (1, 'baovidu', 'Báo Ví Dụ', 'newspaper', '[]')"
    )
    connection.execute(
        "INSERT INTO captures(id, url, key, captured, record_type, record_id, file, offset, length, payload_digest) VALUES "
        "(1, 'u', 'k', '2020-07-08T01:02:03.000000+00:00', 'response', '<urn:uuid:1>', 'x.warc.gz', 0, 1, 'sha256:ab')"
    )
    per_day = -(-rows // 5_000)
    for number in range(rows):
        day = date(2008, 1, 1) + timedelta(days=number // per_day)
        article = int(day.strftime("%Y%m%d")) * 100_000 + number % per_day + 1
        row = dict.fromkeys(("first_seen", "last_seen"), "2020-07-08") | {
            "id": article,
            "key": f"k{number}",
            "url": f"https://baovidu.vn/thoi-su/bai-{number}.html",
            "site_id": "baovidu",
            "section": "Thời sự",
            "title": chance.choice(texts)[:70],
            "lede": chance.choice(texts)[:180],
            "body": "\n\n".join(chance.choices(texts, k=10)),
            "published": day.isoformat(),
            "published_raw": day.strftime("%d/%m/%Y"),
            "published_precision": "day",
            "byline": "Minh An",
            "tags": '["cầu", "đường"]',
            "language": "vi",
            "capture_id": 1,
            "layout": "2020",
            "parser": "1",
            "fields_digest": "d",
            "provenance": "[]",
        }
        insert = f"INSERT INTO articles({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"
        connection.execute(insert, tuple(row.values()))
        photo = (article, f"https://baovidu.vn/{number}.jpg", chance.choice(texts)[:80])
        connection.execute("INSERT INTO photos VALUES (?, 1, ?, ?, 'Minh An')", photo)
        connection.execute("INSERT INTO facets(article_id, site, day) VALUES (?, 1, ?)", (article, article // 100_000))
    connection.commit()
    connection.close()


def peak() -> float:
    """Return the most memory this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run_ours(name: str, folder: Path, target: Path, rows: int) -> tuple[float, int]:
    first = sqlite3.connect(folder / "archive.db").execute(
        "SELECT published FROM articles ORDER BY id LIMIT 1 OFFSET ?", (rows - 1,)
    )
    until = Filters(date_to=first.fetchone()[0])
    FORMATS[name].writer()  # imports are not the writing
    began = time.process_time()
    written = export_to(folder, name, "", until, output=target, exact=False, for_spreadsheet=False)
    return time.process_time() - began, written.count


@contextmanager
def bare_json(target: Path) -> Iterator[tuple[Prepare, Write]]:
    with target.open("w", encoding="utf-8", newline="") as stream:
        yield list, lambda rows: stream.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@contextmanager
def bare_csv(target: Path) -> Iterator[tuple[Prepare, Write]]:
    with target.open("w", encoding="utf-8", newline="") as stream:
        yield cells_of, csv.writer(stream).writerows


@contextmanager
def bare_parquet(target: Path) -> Iterator[tuple[Prepare, Write]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from archive.export.parquet import SCHEMA

    def columns_of(records: list[Record]) -> dict[str, list[Any]]:
        columns: dict[str, list[Any]] = {name: [record.get(name) for record in records] for name in SCHEMA.names}
        columns["published"] = [each and date.fromisoformat(each[:10]) for each in columns["published"]]
        columns["captured"] = [each and datetime.fromisoformat(each) for each in columns["captured"]]
        return columns

    with pq.ParquetWriter(target, SCHEMA, compression="zstd") as writer:
        yield columns_of, lambda columns: writer.write_table(pa.Table.from_pydict(columns, schema=SCHEMA))


@contextmanager
def bare_xlsx(target: Path) -> Iterator[tuple[Prepare, Write]]:
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet()
        rows = count()
        yield cells_of, lambda ready: [sheet.write_row(next(rows), 0, cells) for cells in ready]


def cells_of(records: list[Record]) -> list[list[Any]]:
    return [list(ours_csv.cells(record).values()) for record in records]


BARE = {"csv": bare_csv, "jsonl": bare_json, "json": bare_json, "parquet": bare_parquet, "xlsx": bare_xlsx}


def run_bare(name: str, folder: Path, target: Path, rows: int) -> tuple[float, int]:
    """Write rows from memory; only the writing counts."""
    connection = sqlite3.connect(folder / "archive.db")
    ids = [each for (each,) in connection.execute("SELECT id FROM articles ORDER BY id LIMIT ?", (rows,))]
    records = iter_articles(connection, reversed(ids))
    spent = 0.0
    with BARE[name](target) as (prepare, write):
        for chunk in iter(lambda: list(islice(records, CHUNK)), []):
            ready = prepare(chunk)
            began = time.process_time()
            write(ready)
            spent += time.process_time() - began
        began = time.process_time()
    return spent + time.process_time() - began, rows


def run_script(name: str, folder: Path, target: Path, rows: int) -> tuple[float, int]:
    """Write what a short script would: the columns of `articles` as they are, without photos, files, or a file that is whole."""
    connection = sqlite3.connect(folder / "archive.db")
    began = time.process_time()
    cursor = connection.execute(
        "SELECT * FROM articles WHERE id <= (SELECT id FROM articles ORDER BY id LIMIT 1 OFFSET ?) ORDER BY id DESC",
        (rows - 1,),
    )
    names = [column[0] for column in cursor.description]
    with BARE[name](target) as (_, write):
        write(cursor if name == "csv" else (dict(zip(names, row, strict=True)) for row in cursor))
    return time.process_time() - began, rows


SCRIPTS = ("csv", "jsonl", "json")
SIDES = {"ours": run_ours, "bare": run_bare, "script": run_script}


def measure(side: str, name: str, folder: Path, rows: int) -> dict[str, float]:
    """Run one side in a process of its own."""
    call = [sys.executable, __file__, "--one", side, name, str(folder), str(rows)]
    done = subprocess.run(call, stdout=subprocess.PIPE, check=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def one(side: str, name: str, folder: Path, rows: int) -> None:
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        before = peak()
        seconds, count = SIDES[side](name, folder, Path(scratch) / "out", rows)
        print(json.dumps({"us": seconds / count * 1e6, "rows": count, "grown": peak() - before}))


def compare(folder: Path, rows: int, rounds: int, names: list[str]) -> Iterator[tuple[str, list[float], float]]:
    """Print a line per format; yield its name, the ratios to the bare writer and the script, and the growth of memory in MB."""
    print("CPU µs a row; ratios: the other's time over ours; memory that grew, MB, at a tenth of the rows and at all")
    print(f"{'format':<9}{'rows':>9}{'ours':>7}{'bare':>7}{'ratio':>7}{'script':>8}{'ratio':>7}   memory")
    for name in names:
        number = max(100, rows // SLOW.get(name, 1))
        small = measure("ours", name, folder, max(10, number // 10))
        others = [side for side in ("bare", "script") if name in (BARE if side == "bare" else SCRIPTS)]
        runs = [{side: measure(side, name, folder, number) for side in ("ours", *others)} for _ in range(rounds)]
        least = {side: min(each[side]["us"] for each in runs) for side in ("ours", *others)}
        ratios = [least[side] / least["ours"] for side in others]
        grown = max(each["ours"]["grown"] for each in runs)
        figures = [f"{least[side]:7.0f}{ratio:7.2f}" for side, ratio in zip(others, ratios, strict=True)]
        print(
            f"{name:<9}{number:9,}{least['ours']:7.0f}{' '.join(figures):<29}   {small['grown']:.0f} -> {grown:.0f}",
            flush=True,
        )
        yield name, ratios, grown


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--formats", default=",".join(one.name for one in FORMATS.values() if one.holds == "articles"))
    parser.add_argument("--one", nargs=4, metavar=("SIDE", "FORMAT", "FOLDER", "ROWS"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        side, name, folder, rows = asked.one
        one(side, name, Path(folder), int(rows))
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "archive"
        folder.mkdir()
        fill(folder / "archive.db", asked.rows)
        found = list(compare(folder, asked.rows, asked.rounds, asked.formats.split(",")))
    compared = ", ".join(
        f"{name} {' and '.join(f'{each:.2f}' for each in ratios)}" for name, ratios, _ in found if ratios
    )
    worst = max(found, key=lambda each: each[2])
    print(f"speed beside the bare writer (and a script): {compared}; most memory: {worst[0]}, {worst[2]:.0f} MB")


if __name__ == "__main__":
    main()
