"""An archive as the first release left it: the tables of version 1 with the rows of today's."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from archive import schema


def make_version_1(path: Path) -> None:
    """Replace a database by one with the tables of version 1 that holds the same rows."""
    old = path.with_name("newer.db")
    path.rename(old)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrations = Migrations("tintinh")
        migrations(name="0001_create")(_create)
        migrations.apply(Database(connection))
        connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 1")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("ATTACH ? AS newer", (str(old),))
        tables = "SELECT name FROM main.sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        for (table,) in connection.execute(
            f"{tables} AND name NOT GLOB '*_exact_*' AND name NOT GLOB '*_folded_*'"
        ).fetchall():
            if not table.startswith(("_sqlite", "sqlite_")):
                columns = ", ".join(row[1] for row in connection.execute(f"PRAGMA main.table_info({table})"))
                connection.execute(f"INSERT INTO main.{table}({columns}) SELECT {columns} FROM newer.{table}")
    old.unlink()
    for beside in ("-wal", "-shm"):
        path.with_name(old.name + beside).unlink(missing_ok=True)


def _create(db: Database) -> None:
    for statement in first_version():
        db.execute(statement)


def first_version() -> list[str]:
    """Return the statements that made an archive of version 1."""
    return schema.statements(next(iter(schema._MIGRATIONS.values())))
