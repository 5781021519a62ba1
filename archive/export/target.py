"""Where an export goes: standard output, or a file or folder that appears whole or not at all."""

import errno
import fcntl
import hashlib
import io
import os
import secrets
import shutil
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from archive.errors import ArchiveError, NoSpace
from archive.export.manifest import changed_since, write_manifest

_BUFFER = 256 * 1024  # bytes gathered before a write
_JUST_BEGUN = 60.0  # seconds; what is younger may have no lock yet
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
    path = _real(path)  # a symbolic link stays one, and points to the new file
    with _readable_errors(path):
        if path.is_dir():
            raise ArchiveError(f"cannot write {path}: it is a folder; name a file in it")
        if path.exists() and not stat.S_ISREG(path.stat().st_mode):
            with (
                _readable_errors(path, went="what it took is not whole"),
                path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as stream,
            ):
                yield stream
            return
        temporary = _fresh_name(path)
        try:
            with temporary.open("x", _BUFFER, encoding="utf-8", errors="backslashreplace", newline="") as stream:
                _hold(stream.fileno())
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(path)
            _sync(path.parent)
        finally:
            with suppress(FileNotFoundError):
                temporary.unlink()


@contextmanager
def file_target(path: Path) -> Iterator[Path]:
    """Give the path of a file to make, for writers that want a path; it gets its name when the block ends well.

    It lies in a hidden folder beside `path`, which goes in any case: a writer may leave files of its own there.
    Raises as open_target.
    """
    path = _real(path)
    with _readable_errors(path):
        if path.is_dir() or (path.exists() and not stat.S_ISREG(path.stat().st_mode)):
            raise ArchiveError(f"cannot write {path}: it is no file; name one")
        with _part(path) as part:
            made = part / "whole"
            yield made
            _sync(made)
            made.replace(path)
            _sync(path.parent)


@contextmanager
def folder_target(path: Path) -> Iterator[Path]:
    """Give an empty folder to fill; it gets its name, with a manifest in it, when the block ends well.

    A folder of that name is replaced only if it is empty, or an export that nobody has touched since: every file as its
    manifest says and none besides. Any other is left alone: ArchiveError. Otherwise raises as open_target.
    Of two folders no name can be taken over in one step: the old one waits under a hidden name beside it, where the next
    export finds it, should this process be killed in between.
    """
    path = _real(path)
    aside = path.with_name(f".tintinh-{hashlib.sha256(os.fsencode(path.name)).hexdigest()[:12]}.before")
    with _readable_errors(path):
        if aside.is_dir() and not path.exists():
            aside.rename(path)
        _refuse_foreign(path)
        with _part(path) as part:
            made = part / "whole"
            made.mkdir()
            yield made
            write_manifest(made)
            os.sync()  # one for all the files: fsync for each of 100,000 takes minutes
            _refuse_foreign(path)
            _replace_folder(made, path, aside=aside)
            _sync(path.parent)
            shutil.rmtree(aside, ignore_errors=True)


def _real(path: Path) -> Path:
    with _readable_errors(path):
        return Path(os.path.realpath(path))


def _refuse_foreign(path: Path) -> None:
    """Raise ArchiveError if something stands at `path` that an export may not replace."""
    if not path.exists():
        return
    if not path.is_dir():
        raise ArchiveError(f"cannot write {path}: it is a file; this format makes a folder, name another")
    if any(path.iterdir()) and (why := changed_since(path)):
        raise ArchiveError(f"cannot write {path}: the folder is there already and {why}; name another, or remove it")


def _replace_folder(made: Path, path: Path, *, aside: Path) -> None:
    if path.exists() and any(path.iterdir()):
        shutil.rmtree(aside, ignore_errors=True)  # of an earlier export, killed when the new one stood
        path.rename(aside)
        try:
            made.rename(path)
        except BaseException:
            aside.rename(path)
            raise
    else:
        made.rename(path)


@contextmanager
def _part(path: Path) -> Iterator[Path]:
    """Give a hidden folder beside a path, and remove it with what is left in it."""
    part = _fresh_name(path)
    part.mkdir()
    descriptor = os.open(part, os.O_RDONLY)
    try:
        _hold(descriptor)
        yield part
    finally:
        os.close(descriptor)
        shutil.rmtree(part, ignore_errors=True)


def _fresh_name(path: Path) -> Path:
    """Return a hidden name beside a path, and remove what exports that were killed left there."""
    for left in path.parent.glob(".tintinh-*.part"):
        with suppress(OSError):
            if time.time() - left.lstat().st_mtime > _JUST_BEGUN and _is_held_by_nobody(left):
                shutil.rmtree(left) if left.is_dir() else left.unlink()
    return path.with_name(f".tintinh-{secrets.token_hex(6)}.part")


def _hold(descriptor: int) -> None:
    """Lock what is being made, so that no other export removes it; the lock ends with the process."""
    with suppress(OSError):  # a network share may know no locks, and then removes nothing either
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_held_by_nobody(path: Path) -> bool:
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return True


@contextmanager
def _standard_output() -> Iterator[TextIO]:
    """Wrap standard output in UTF-8 whatever the locale says, and leave it open."""
    stream = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", errors="backslashreplace", newline="")
    try:
        with _readable_errors(Path("standard output"), went="what came out is not whole"):
            yield stream
            stream.flush()
    finally:
        with suppress(OSError):
            stream.detach()


@contextmanager
def _readable_errors(path: Path, *, went: str = "nothing was left under that name") -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise  # `| head`: the reader has enough; for the command to end quietly
    except OSError as error:
        if error.errno in _FULL:
            raise NoSpace(f"no space left for {path} ({error.strerror}); {went}") from error
        raise ArchiveError(f"cannot write {path}: {error.strerror or error}") from error


def _sync(path: Path) -> None:
    """Make a file's bytes, or a folder's names, last through a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
