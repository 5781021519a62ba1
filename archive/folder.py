"""An archive on disk: a folder with archive.db, warc/ and lock. Opening, locking, transactions."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from archive.errors import ArchiveBusy, CannotOpen, NoSpace
from archive.lock import take_lock
from archive.schema import APPLICATION_ID, VERSION, upgrade
from archive.warc_files import lost_database

DATABASE = "archive.db"
_WAIT = 30.0  # seconds a statement waits for another connection's short transaction


@contextmanager
def reading(folder: Path) -> Iterator[sqlite3.Connection]:
    """Open an archive to read from. A crawl may write to it at the same time; neither waits for the other.

    Raises CannotOpen when there is no archive, it is another program's, or it is of a newer schema. An older
    archive is upgraded first, which needs the lock.
    """
    path = _existing(folder)
    connection = _connect_to_read(path)
    if connection is None or _version(connection, path) < VERSION:
        if connection:
            connection.close()
        with writing(folder):
            pass
        connection = _connect_to_read(path)
    if connection is None:
        raise CannotOpen(f"{path}: cannot be opened to read; run any command that writes to it, such as tintinh crawl")
    with closing(connection):
        try:
            yield connection
        except sqlite3.DatabaseError as error:
            raise _as_ours(error, path) from error


def version_of(folder: Path) -> int:
    """Return the schema of an archive without upgrading it. Raises CannotOpen like `reading`."""
    path = _existing(folder)
    with closing(_read_only(path)) as connection:
        try:
            return _version(connection, path)
        except sqlite3.DatabaseError as error:
            raise _as_ours(error, path) from error


@contextmanager
def writing(folder: Path, *, create: bool = False, remake: bool = False) -> Iterator[sqlite3.Connection]:
    """Open an archive to write to, holding its lock; with `create`, make it if it is not there.

    With `remake` the database alone is made, where it is lost and its WARC files are there. The lock is the kernel's
    (flock), so it ends with the process however that ends. Raises ArchiveBusy when another run holds it, CannotOpen and
    NoSpace as their names say; so for a lost database, beside which nobody shall begin anew unawares.
    """
    path = folder / DATABASE
    create = create or (remake and lost_database(path) is not None)
    if not create:
        _existing(folder)
    _check_ours(path, may_be_empty=create)  # before anything is made in a folder that is not ours
    if create and not remake and (lost := lost_database(path)):
        raise CannotOpen(lost)
    try:
        (folder / "warc").mkdir(parents=True, exist_ok=True)
        lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise CannotOpen(
            f"{folder}: cannot write there ({error.strerror}); choose another folder with --archive"
        ) from error
    try:
        take_lock(lock, folder)
        connection = _connect_to_write(path)
        with closing(connection):
            yield connection
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise  # a fault of ours, not of the disk
    except sqlite3.DatabaseError as error:
        raise _as_ours(error, path) from error
    finally:
        os.close(lock)


@contextmanager
def deriving(folder: Path) -> Iterator[sqlite3.Connection | None]:
    """Open an archive to write what follows from its texts, without the lock: a run may begin or go on beside it.

    Gives None where that cannot be: no permission, or the schema is another. SQLite lets one transaction write at a
    time, and a run waits for it, so transactions have to be short. A busy database raises ArchiveBusy, at once.
    """
    path = _existing(folder)
    if not os.access(path, os.W_OK) or not os.access(folder, os.W_OK):
        yield None
        return
    with closing(sqlite3.connect(path, timeout=0.2, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA synchronous = NORMAL")
            yield connection if _version(connection, path) == VERSION else None
        except sqlite3.OperationalError as error:
            raise _as_ours(error, path) from error


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """One transaction: everything in it is kept, or nothing. Raises NoSpace (disk full) and ArchiveBusy (another writes)."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        _roll_back(connection)
        raise _as_ours(error, _path_of(connection)) from error
    except BaseException:
        _roll_back(connection)
        raise


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def _path_of(connection: sqlite3.Connection) -> Path:
    return Path(connection.execute("PRAGMA database_list").fetchone()[2] or DATABASE)


def _existing(folder: Path) -> Path:
    path = folder / DATABASE
    try:
        if path.is_file() and (path.stat().st_size or not lost_database(path)):
            return path
        there = folder.exists()
    except PermissionError as error:
        raise CannotOpen(f"{folder}: no permission to read it") from error
    except OSError as error:
        raise CannotOpen(f"{folder}: cannot be opened ({error.strerror}); name an archive with --archive") from error
    if lost := lost_database(path):
        raise CannotOpen(lost)
    if there:
        raise CannotOpen(f"{folder}: not an archive (it has no {DATABASE}); name one with --archive or TINTINH_ARCHIVE")
    raise CannotOpen(
        f"{folder}: no such archive; name one with --archive or TINTINH_ARCHIVE, or make it with: tintinh crawl SITE"
    )


def _connect_to_read(path: Path) -> sqlite3.Connection | None:
    """Return a connection, or None where a writer must first undo what a kill has left half done."""
    connection = _read_only(path)
    try:
        _version(connection, path)
    except sqlite3.DatabaseError as error:
        connection.close()
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_READONLY:
            return None
        raise _as_ours(error, path) from error
    return connection


def _read_only(path: Path) -> sqlite3.Connection:
    # WAL readers need the -shm file; in a folder we may not write to, a cleanly closed database can be read as immutable.
    quiet = not os.access(path.parent, os.W_OK) and not path.with_name(DATABASE + "-wal").exists()
    uri = f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' if quiet else ''}"
    try:
        return sqlite3.connect(uri, uri=True, timeout=_WAIT, isolation_level=None)
    except sqlite3.DatabaseError as error:
        raise _as_ours(error, path) from error


def _connect_to_write(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
    try:
        if _is_empty(connection):  # new, or a run was killed while it made it: the mark comes first, in one write
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        version = _version(connection, path)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(
            "PRAGMA recursive_triggers = ON"
        )  # INSERT OR REPLACE must fire the delete triggers of the full text
        connection.execute("PRAGMA foreign_keys = ON")
        if version < VERSION:
            upgrade(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _check_ours(path: Path, *, may_be_empty: bool) -> None:
    """Raise CannotOpen when there is a database, but it is another program's, of a newer schema, or has no tables."""
    try:
        if not path.exists():
            return
        with closing(_read_only(path)) as connection:
            if not (may_be_empty and _is_empty(connection)):
                _version(connection, path)
    except PermissionError as error:
        raise CannotOpen(f"{path.parent}: no permission to read it; choose another folder with --archive") from error
    except OSError as error:
        raise CannotOpen(
            f"{path.parent}: cannot be opened ({error.strerror}); choose another with --archive"
        ) from error
    except sqlite3.OperationalError:
        return  # a reader alone cannot open it, for instance after a kill in its first moments; the writer will say why
    except sqlite3.DatabaseError as error:
        raise _as_ours(error, path) from error


def _is_empty(connection: sqlite3.Connection) -> bool:
    return not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]


def _version(connection: sqlite3.Connection, path: Path) -> int:
    application = int(connection.execute("PRAGMA application_id").fetchone()[0])
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if application != APPLICATION_ID:
        connection.close()
        raise CannotOpen(f"{path}: this database is not a tintinh archive")
    if version > VERSION:
        connection.close()
        raise CannotOpen(
            f"{path}: made by a newer tintinh (schema {version}, this one knows {VERSION}); install the newer version"
        )
    return version


def _as_ours(error: sqlite3.DatabaseError, path: Path) -> CannotOpen | NoSpace | ArchiveBusy:
    text = str(error)
    if "locked" in text:
        return ArchiveBusy(f"{path}: another program is writing to it ({text}); try again when it has finished")
    if "full" in text or "disk I/O" in text:
        return NoSpace(
            f"{path}: the disk is full ({text}); everything up to here is kept. Free some space and run again"
        )
    if "malformed" in text or "not a database" in text:
        return CannotOpen(
            f"{path}: the database is damaged or is none ({text}); bring it back from a backup, "
            "or move it away and make it again from the WARC files: tintinh verify --repair"
        )
    return CannotOpen(f"{path}: {text}")
