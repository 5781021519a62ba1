"""Parquet (needs pyarrow): typed columns, Zstandard, row groups of some 16 MB.

`published` is a date; `published_at` is the instant, where the page gives a time; `captured` is an instant in UTC. Lists are
lists, photos and attachments lists of structs. Names are those of docs/cli.md.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from archive.export.selection import Selection, Written
from archive.record import FIELDS, PARTS, read_parts

_BATCH = 1_000  # articles held as Python objects
_ROW_GROUP = 16 * 2**20  # bytes held as Arrow columns before they are written
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


_SELECT = {name: sql for name, sql in FIELDS.items() if sql} | {
    "body": "nullif(a.body, '')",
    "published": "substr(a.published, 1, 10)",
    "published_at": "iif(instr(a.published, 'T'), a.published, NULL)",
}
_NUMBERS = ("id", "version", "fallback")
_AS_IT_COMES = (*_NUMBERS, "tags")


def write(selection: Selection, path: Path) -> Written:
    """Write the file. Memory stays flat: one row group at most is held, and then given back."""
    count = 0
    with pq.ParquetWriter(path, SCHEMA, compression="zstd") as writer:
        for group in _groups(selection):
            table = pa.Table.from_batches(group)
            group.clear()
            writer.write_table(table, row_group_size=table.num_rows)
            count += table.num_rows
            del table
            pa.default_memory_pool().release_unused()
    return Written(count=count)


def _groups(selection: Selection) -> Iterator[list[Any]]:
    """Yield the batches of each row group; who takes a list may empty it."""
    rows = selection.rows(sql if name in _AS_IT_COMES else f"CAST({sql} AS BLOB)" for name, sql in _SELECT.items())
    group: list[Any] = []
    while batch := list(islice(rows, _BATCH)):
        group.append(_batch(selection.connection, dict(zip(_SELECT, zip(*batch, strict=True), strict=True))))
        if sum(each.nbytes for each in group) >= _ROW_GROUP:
            yield group
            group = []
    if group:
        yield group


def _batch(connection: sqlite3.Connection, columns: dict[str, Sequence[Any]]) -> Any:
    """Make columns of Arrow. Text comes as UTF-8, so that Python need neither decode nor encode it."""
    made = []
    for name, kind in zip(SCHEMA.names, SCHEMA.types, strict=True):
        if name in PARTS:
            made.append(_parts(kind, columns["id"], read_parts(connection, name, columns["id"])))
        elif name == "tags":
            made.append(pa.array([json.loads(each or "[]") for each in columns[name]], kind))
        elif name in _NUMBERS:
            made.append(pa.array(columns[name], pa.int64()).cast(kind))
        elif name == "body":
            cut = pc.split_pattern(_text(columns[name]), "\n\n")
            made.append(pa.ListArray.from_arrays(cut.offsets, cut.values))  # without its nulls: no text, no paragraph
        else:
            made.append(_text(columns[name]).cast(kind))
    return pa.RecordBatch.from_arrays(made, schema=SCHEMA)


def _text(values: Sequence[bytes | None]) -> Any:
    return pa.array(values, pa.binary()).view(pa.string())  # a cast would check it again, which takes as long as zstd


def _parts(kind: Any, ids: Sequence[int], parts: Sequence[tuple[Any, ...]]) -> Any:
    """Return the photos or attachments of these articles: a list of structs for each. `parts` are in the order of ids."""
    counts = Counter(part[0] for part in parts)
    ends = accumulate((counts[each] for each in ids), initial=0)
    structs = kind.value_type
    fields = [pa.array([part[at] for part in parts], pa.string()) for at in range(1, structs.num_fields + 1)]
    return pa.ListArray.from_arrays(
        pa.array(ends, pa.int32()), pa.StructArray.from_arrays(fields, fields=list(structs))
    )
