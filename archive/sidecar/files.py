"""The sidecar's folder, `ARCHIVE/search.tantivy`: which archive it belongs to, and up to which change it follows."""

import json
import shutil
import sqlite3
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from archive.errors import BadQuery, CannotOpen
from archive.sidecar.fields import FORMAT, register, schema
from archive.sidecar.pairs import Common

if TYPE_CHECKING:
    import tantivy

FOLDER = "search.tantivy"
_MARK = "tintinh.json"  # in the folder, beside Tantivy's own files, which never touch it


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a sidecar says of itself.

    `archive` is when its archive was made. `change` is the last change that it holds, `made` the last there was when it
    was begun: an article whose change lies between the two has never been in it, and need not be looked for. `common`
    are the words whose pairs it keeps.
    """

    format: int
    archive: str
    change: int
    made: int
    common: Common


def is_installed() -> bool:
    """Say whether the extra is there."""
    try:
        import tantivy  # noqa: F401
    except ImportError:
        return False
    return True


def demand_extra() -> None:
    """Raise BadQuery, with the command that helps, where Tantivy is missing."""
    if not is_installed():
        raise BadQuery("the sidecar index needs Tantivy; install it with: pip install 'tintinh[search]'")


def identity(connection: sqlite3.Connection) -> str:
    """Return what tells this archive from others: the moment its tables were made."""
    query = "SELECT min(applied_at) FROM _sqlite_migrations WHERE migration_set = 'tintinh'"
    return str(connection.execute(query).fetchone()[0])


def last_change(connection: sqlite3.Connection) -> int:
    """Return the number of the archive's last change that a search can see."""
    found: int = connection.execute("SELECT coalesce(max(number), 0) FROM changes").fetchone()[0]
    return found


def read_mark(folder: Path) -> Mark | None:
    """Return what the sidecar of this archive folder says of itself, or None: there is none, or it says nothing legible."""
    try:
        found = json.loads((folder / FOLDER / _MARK).read_text("utf-8"))
        numbers = {name: int(found[name]) for name in ("format", "change", "made")}
        common = Common(exact={**found["common"]["exact"]}, folded={**found["common"]["folded"]})
        return Mark(archive=str(found["archive"]), common=common, **numbers)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_mark(folder: Path, mark: Mark) -> None:
    """Record how far the sidecar has come. After Tantivy's commit: what is fed twice is there once."""
    path = folder / FOLDER / _MARK
    path.with_suffix(".new").write_text(json.dumps(asdict(mark)), "utf-8")
    path.with_suffix(".new").replace(path)


def belongs(mark: Mark | None, connection: sqlite3.Connection) -> bool:
    """Say whether a sidecar is of this archive, of today's format, and not ahead of a database brought back from a backup."""
    ours = mark is not None and mark.format == FORMAT and mark.archive == identity(connection)
    return ours and mark is not None and mark.change <= last_change(connection)


def opened(folder: Path) -> "tantivy.Index":
    """Open the index. Raises ValueError or OSError, as Tantivy does, when its files are damaged."""
    import tantivy

    index = tantivy.Index.open(str(folder / FOLDER))
    register(index)
    return index


def created(folder: Path) -> "tantivy.Index":
    """Make an empty index. Raises CannotOpen where the folder cannot be written to."""
    import tantivy

    path = folder / FOLDER
    try:
        path.mkdir()
        index = tantivy.Index(schema(), path=str(path))
    except (OSError, ValueError) as error:
        raise CannotOpen(f"{path}: cannot be made ({error}); check the disk and its permissions") from error
    register(index)
    return index


def drop(folder: Path) -> bool:
    """Delete the sidecar; returns whether there was one. Raises CannotOpen for a folder that tintinh did not make."""
    path = folder / FOLDER
    if not path.exists() and not path.is_symlink():
        return False
    if not (path / _MARK).is_file() and (not path.is_dir() or any(path.iterdir())):
        raise CannotOpen(f"{path}: not made by tintinh (it has no {_MARK}); move it away and run again")
    try:
        shutil.rmtree(path)
    except OSError as error:
        raise CannotOpen(f"{path}: cannot be deleted ({error.strerror}); check its permissions") from error
    return True
