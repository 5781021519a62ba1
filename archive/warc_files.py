"""WARC files by name: open, closed, and durable in their folder."""

import os
from contextlib import suppress
from pathlib import Path

OPEN = ".open"  # the suffix of a file that is still written to


def path_of(folder: Path, name: str) -> Path:
    """Return where a WARC file is now, given its final name: still open, or closed."""
    still_open = folder / (name + OPEN)
    return still_open if still_open.exists() else folder / name


def final_name(path: Path) -> str:
    """Return the name under which a file is known in the database: without `.open`."""
    return path.name.removesuffix(OPEN)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable: a rename or a new file survives a power cut only after this."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def lost_database(path: Path) -> str | None:
    """Say in one line that an archive has WARC files but no database at `path`, or an empty one; None if that is not so."""
    with suppress(OSError):
        files = sum(".warc" in one.name for one in (path.parent / "warc").iterdir())
        if files and not (path.exists() and path.stat().st_size):
            return (
                f"{path}: the database is lost, while {files} WARC files are here; bring it back from a backup, "
                "or make it again from them: tintinh verify --repair"
            )
    return None
