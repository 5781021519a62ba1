"""Where an export goes: standard output, or a file that appears whole or not at all."""

import errno
import hashlib
import io
import json
import os
import secrets
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from archive.errors import ArchiveError, NoSpace
from archive.version import tool_version

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def open_target(path: Path | None) -> Iterator[TextIO]:
    """Give a UTF-8 text stream (newlines untouched) for one export; None is standard output.

    A file is written under a temporary name beside it, synced and renamed when the block ends well; on any
    error, or an interruption, the temporary file goes and a file that stood there before stays as it was.
    A device or pipe is written to directly. Raises NoSpace when the disk is full, ArchiveError when the
    target cannot be written.
    """
    if path is None:
        with _standard_output() as stream:
            yield stream
        return
    path = Path(os.path.realpath(path))  # a symbolic link stays one, and points to the new file
    with _readable_errors(path):
        if path.is_dir():
            raise ArchiveError(f"cannot write {path}: it is a folder; name a file in it")
        if path.exists() and not stat.S_ISREG(path.stat().st_mode):
            with path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as stream:
                yield stream
            return
        temporary = path.with_name(f".tintinh-{secrets.token_hex(6)}.part")
        try:
            with temporary.open("x", encoding="utf-8", errors="backslashreplace", newline="") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(path)
            _sync_folder(path.parent)
        finally:
            with suppress(FileNotFoundError):
                temporary.unlink()


def write_note(
    path: Path, *, query: str, filters: Mapping[str, str | bool | None], count: int, format_name: str
) -> Path | None:
    """Write FILE.export.json beside a finished export and return its path; None where no file was left (a device).

    It says what the file holds: {query, filters, count, format, tool_version, sha256, created}. The hash is of
    the bytes read back from disk.
    """
    path = Path(os.path.realpath(path))
    if not path.is_file():
        return None
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    note = {
        "query": query,
        "filters": {name: value for name, value in filters.items() if value is not None},
        "count": count,
        "format": format_name,
        "tool_version": tool_version(),
        "sha256": digest,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    beside = path.with_name(f"{path.name}.export.json")
    with open_target(beside) as stream:
        json.dump(note, stream, ensure_ascii=False, indent=2)
        stream.write("\n")
    return beside


@contextmanager
def _standard_output() -> Iterator[TextIO]:
    """Wrap standard output in UTF-8 whatever the locale says, and leave it open."""
    stream = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", errors="backslashreplace", newline="")
    try:
        with _readable_errors(Path("standard output")):
            yield stream
            stream.flush()
    finally:
        with suppress(OSError):
            stream.detach()


@contextmanager
def _readable_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise  # `| head`: the reader has enough; for the command to end quietly
    except OSError as error:
        if error.errno in _FULL:
            raise NoSpace(f"no space left for {path} ({error.strerror}); nothing was left under that name") from error
        raise ArchiveError(f"cannot write {path}: {error.strerror or error}") from error


def _sync_folder(folder: Path) -> None:
    """Make the rename last through a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
