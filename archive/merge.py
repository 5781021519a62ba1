"""Another archive taken in: its WARC files like those of anybody, then its articles' ids as aliases.

Captures go the way of every ingest: identical ones are kept once, and today's parsers read them. An article that gave no
text this way (its site is known no more, say) is copied as it stands there.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from archive import store
from archive.errors import BadQuery, CannotOpen
from archive.folder import DATABASE, reading, transaction, version_of
from archive.intake_sources import Original
from archive.places import place_of
from archive.schema import VERSION, upgrade
from archive.wacz_reader import Member
from archive.warc_files import OPEN

_BATCH = 200  # articles of one transaction
_ARTICLES = "SELECT id, key, capture_id FROM articles WHERE id > ? ORDER BY id LIMIT ?"
_FILES = "SELECT name, sha256, original_sha256, path, start, length FROM warc_files ORDER BY opened, name"
_OURS = "SELECT 1 FROM warc_files WHERE sha256 IN (?1, ?2) OR original_sha256 IN (?1, ?2)"
_PARTS = ("photos", "attachments")


@dataclass(slots=True, kw_only=True)
class Merged:
    """What one archive brought: articles met under a key of ours, articles copied, and aliases written."""

    archive: str
    met: int = 0
    copied: int = 0
    aliases: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Return the counts as JSON has them."""
        return {"archive": self.archive, "met": self.met, "copied": self.copied, "aliases": self.aliases}


def is_archive(path: Path) -> bool:
    """Say whether a path is the folder of an archive."""
    return path.is_dir() and (path / DATABASE).is_file()


@contextmanager
def opened(other: Path) -> Iterator[sqlite3.Connection]:
    """Open an archive to take from. It is not changed: one of an older schema is read through an upgraded copy.

    Raises CannotOpen for what is no archive or of a newer schema, BadQuery when its last run did not end well.
    """
    if left := sorted((other / "warc").glob(f"*{OPEN}")):
        raise BadQuery(
            f"{left[0]}: still open; let its run end, or put it right with: tintinh verify --repair --archive {other}"
        )
    if version_of(other) == VERSION:
        with reading(other) as connection:
            yield connection
        return
    with TemporaryDirectory() as folder:
        path = other / DATABASE
        with closing(sqlite3.connect(Path(folder) / DATABASE, isolation_level=None)) as copy:
            try:
                with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as old:
                    old.backup(copy)
                upgrade(copy)
            except sqlite3.DatabaseError as error:
                raise CannotOpen(f"{path}: cannot be read ({error})") from error
            yield copy


def originals_of(connection: sqlite3.Connection, other: Path, theirs: sqlite3.Connection) -> Iterator[Original]:
    """Yield the WARCs of another archive that are not ours already, byte for byte, packed or not, and are there."""
    for name, sha256, original, path, start, length in theirs.execute(_FILES).fetchall():
        if connection.execute(_OURS, (sha256, original)).fetchone():
            continue
        place = place_of(other, theirs, name)
        if not place.path.is_file():
            raise BadQuery(f"{place.path}: not there, though {other} has captures in it; nothing of it was taken in")
        member = Member(name=name, start=start, size=length, deflated=False, unpacked_size=length)
        yield Original(path=place.path, member=member if path and start is not None else None)


def take_articles(connection: sqlite3.Connection, other: Path, theirs: sqlite3.Connection) -> Merged:
    """Write the ids of another archive's articles as aliases of ours; copy those that we have not. Goes on where it ended."""
    done, source = Merged(archive=str(other)), str(other.resolve())
    row = connection.execute(
        "SELECT last_article FROM merges WHERE archive = ? AND finished IS NULL", (source,)
    ).fetchone()
    last = row[0] if row else 0
    while articles := theirs.execute(_ARTICLES, (last, _BATCH)).fetchall():
        with transaction(connection):
            for identity, key, capture in articles:
                _take_article(connection, theirs, identity, key, capture, source, done)
            last = articles[-1][0]
            connection.execute("INSERT OR REPLACE INTO merges(archive, last_article) VALUES (?, ?)", (source, last))
    with transaction(connection):
        for alias, identity in theirs.execute("SELECT alias, article_id FROM aliases").fetchall():
            found = theirs.execute("SELECT key FROM articles WHERE id = ?", (identity,)).fetchone()
            ours = connection.execute("SELECT id FROM articles WHERE key = ?", found).fetchone() if found else None
            if ours:
                _add_alias(connection, alias, source, ours[0], done)
        now = store.stamp(datetime.now(UTC))
        connection.execute(
            "INSERT OR REPLACE INTO merges(archive, last_article, finished) VALUES (?, 0, ?)", (source, now)
        )
    return done


def _take_article(
    connection: sqlite3.Connection,
    theirs: sqlite3.Connection,
    identity: int,
    key: str,
    capture: int,
    source: str,
    done: Merged,
) -> None:
    ours = connection.execute("SELECT id FROM articles WHERE key = ?", (key,)).fetchone()
    if ours:
        done.met += 1
        _add_alias(connection, identity, source, ours[0], done)
        return
    copy = _copy_article(connection, theirs, identity, capture)
    if copy is not None:
        done.copied += 1
        _add_alias(connection, identity, source, copy, done)


def _add_alias(connection: sqlite3.Connection, alias: int, source: str, identity: int, done: Merged) -> None:
    if alias != identity:
        before = connection.total_changes
        query = "INSERT OR IGNORE INTO aliases(alias, archive, article_id) VALUES (?, ?, ?)"
        connection.execute(query, (alias, source, identity))
        done.aliases += connection.total_changes - before


def _copy_article(
    connection: sqlite3.Connection, theirs: sqlite3.Connection, identity: int, capture: int
) -> int | None:
    """Copy an article with its versions as it stands; None when its capture is not here. Returns its id here."""
    row = _row(theirs, "articles", "id", identity)
    here = _capture_here(connection, theirs, capture)
    if here is None:
        return None
    site = _row(theirs, "sites", "id", row["site_id"])
    province = _row(theirs, "provinces", "id", site["province_id"]) if site.get("province_id") else {}
    _add_site(connection, site, province)
    taken = connection.execute("SELECT 1 FROM articles WHERE id = ?", (identity,)).fetchone()
    row["id"] = store.next_id(connection, row["published"], row["first_seen"]) if taken else identity
    row["capture_id"] = here
    _insert(connection, "articles", row)
    for table in _PARTS:
        for part in _rows(theirs, table, "article_id", identity):
            _insert(connection, table, part | {"article_id": row["id"]})
    for version in _rows(theirs, "versions", "article_id", identity):
        shown = _capture_here(connection, theirs, version["capture_id"])
        _insert(connection, "versions", version | {"article_id": row["id"], "capture_id": shown or here})
    if row["section"]:
        connection.execute("INSERT INTO sections(name) VALUES (?) ON CONFLICT DO NOTHING", (row["section"],))
    day = int(row["published"][:10].replace("-", "")) if row["published"] else None
    connection.execute(
        "INSERT INTO facets(article_id, site, province, section, day) SELECT ?, code, province_id, "
        "(SELECT id FROM sections WHERE name = ?), ? FROM sites WHERE id = ?",
        (row["id"], row["section"], day, row["site_id"]),
    )
    return int(row["id"])


def _capture_here(connection: sqlite3.Connection, theirs: sqlite3.Connection, capture: int) -> int | None:
    """Return our number of a capture of theirs: the same record, else the same bytes of the address at that instant."""
    row = theirs.execute(
        "SELECT record_id, key, captured, payload_digest FROM captures WHERE id = ?", (capture,)
    ).fetchone()
    found = connection.execute(
        "SELECT id FROM captures WHERE record_id = ? UNION ALL "
        "SELECT id FROM captures WHERE key = ? AND captured = ? AND payload_digest IS ? LIMIT 1",
        row,
    ).fetchone()
    return found[0] if found else None


def _add_site(connection: sqlite3.Connection, site: dict[str, Any], province: dict[str, Any]) -> None:
    if connection.execute("SELECT 1 FROM sites WHERE id = ?", (site["id"],)).fetchone():
        return
    code = None
    if province:
        values = (province["name"], province["name_now"])
        connection.execute("INSERT INTO provinces(name, name_now) VALUES (?, ?) ON CONFLICT DO NOTHING", values)
        (code,) = connection.execute("SELECT id FROM provinces WHERE name = ?", values[:1]).fetchone()
    _insert(connection, "sites", {**site, "code": None, "province_id": code})


def _row(connection: sqlite3.Connection, table: str, column: str, value: object) -> dict[str, Any]:
    return next(_rows(connection, table, column, value), {})


def _rows(connection: sqlite3.Connection, table: str, column: str, value: object) -> Iterator[dict[str, Any]]:
    cursor = connection.execute(f"SELECT * FROM {table} WHERE {column} = ?", (value,))
    names = [one[0] for one in cursor.description]
    yield from (dict(zip(names, values, strict=True)) for values in cursor.fetchall())


def _insert(connection: sqlite3.Connection, table: str, row: dict[str, Any]) -> None:
    marks = ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO {table}({', '.join(row)}) VALUES ({marks})", tuple(row.values()))
