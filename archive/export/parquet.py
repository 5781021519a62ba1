"""Parquet (needs pyarrow): typed columns, Zstandard, row groups of 10,000 articles.

`published` is a date; `published_at` is the instant, where the page gives a time; `captured` is an instant in UTC. Lists are
lists, photos and attachments lists of structs. Names are those of docs/cli.md.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from archive.export.selection import Selection, Written
from archive.record import Record

_BATCH = 1_000  # records held as Python objects
_ROW_GROUP = 10_000  # articles held as Arrow columns: some 50 MB of text
SCHEMA = pa.schema(
    [
        ("id", pa.int64()),
        ("url", pa.string()),
        ("site", pa.string()),
        ("province", pa.string()),
        ("province_now", pa.string()),
        ("title", pa.string()),
        ("lede", pa.string()),
        ("body", pa.list_(pa.string())),
        ("photos", pa.list_(pa.struct([("url", pa.string()), ("caption", pa.string()), ("credit", pa.string())]))),
        ("published", pa.date32()),
        ("published_at", pa.timestamp("s", tz="+07:00")),
        ("published_raw", pa.string()),
        ("published_precision", pa.string()),
        ("byline", pa.string()),
        ("source", pa.string()),
        ("section", pa.string()),
        ("tags", pa.list_(pa.string())),
        ("attachments", pa.list_(pa.struct([("url", pa.string()), ("text", pa.string())]))),
        ("captured", pa.timestamp("us", tz="UTC")),
        ("version", pa.int32()),
        ("layout", pa.string()),
        ("fallback", pa.bool_()),
    ]
)


def write(selection: Selection, path: Path) -> Written:
    """Write the file. Memory stays flat: one row group at most is held."""
    count = 0
    with pq.ParquetWriter(path, SCHEMA, compression="zstd") as writer:
        batches = _batches(selection.records())
        while group := list(islice(batches, _ROW_GROUP // _BATCH)):
            table = pa.Table.from_batches(group)
            writer.write_table(table, row_group_size=_ROW_GROUP)
            count += table.num_rows
    return Written(count=count)


def _batches(records: Iterator[Record]) -> Iterator[Any]:
    while batch := list(islice(records, _BATCH)):
        yield pa.RecordBatch.from_pydict(columns_of(batch), schema=SCHEMA)


def columns_of(records: Sequence[Record]) -> dict[str, list[Any]]:
    """Return the columns of SCHEMA for some records, at least one: dates and instants in place of their text."""
    columns = {name: [record[name] for record in records] for name in records[0]}
    columns["published_at"] = [_instant(each) for each in columns["published"]]
    columns["published"] = [date.fromisoformat(each[:10]) if each else None for each in columns["published"]]
    columns["captured"] = [datetime.fromisoformat(each) if each else None for each in columns["captured"]]
    return {name: columns[name] for name in SCHEMA.names}


def _instant(published: str | None) -> datetime | None:
    return datetime.fromisoformat(published) if published and "T" in published else None
