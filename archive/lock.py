"""The lock of an archive: one run writes at a time. It is the kernel's (flock), so it ends with the process."""

import fcntl
import os
from pathlib import Path

from archive.errors import ArchiveBusy, NoSpace


def is_held(folder: Path) -> bool:
    """Say whether a run holds the archive at this moment."""
    try:
        lock = os.open(folder / "lock", os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False


def take_lock(lock: int, folder: Path) -> None:
    """Take the lock, an open file, and write our process into it. Raises ArchiveBusy and NoSpace."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(lock, 40, 0).decode("ascii", "replace").strip()
        raise ArchiveBusy(
            f"{folder}: another run holds this archive (process {holder or 'unknown'}); try again when it has finished"
        ) from None
    try:
        os.ftruncate(lock, 0)
        os.pwrite(lock, f"{os.getpid()}\n".encode("ascii"), 0)
    except OSError as error:
        raise NoSpace(
            f"{folder}: cannot write the lock file ({error.strerror}); free some space and run again"
        ) from error
