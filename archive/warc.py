"""Writing captures as WARC/1.1: one gzip member per record, on the disk before anybody is told.

The rules are those of ISO 28500:2017 (WARC 1.1); section numbers refer to it.
"""

import errno
import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from archive.digests import digest
from archive.errors import CannotOpen, NoSpace
from archive.warc_compose import Refers, compose, compose_warcinfo, warc_date
from archive.warc_files import OPEN, path_of, sync_folder
from archive.warc_kept import Begun, Kept, Written
from scraper.exchange import Exchange

__all__ = ["OPEN", "Begun", "Kept", "Refers", "WarcWriter", "Written", "digest", "path_of", "sync_folder", "warc_date"]

_NO_SPACE = {
    errno.ENOSPC: "the disk is full; free some space",
    errno.EDQUOT: "the disk quota is used up; free some space",
    errno.EFBIG: "the file reached the largest size allowed (ulimit -f); raise the limit",
    errno.EIO: "the disk reports an error; check it",
}
_WHOLE = "Everything kept so far is whole"
_sync = getattr(os, "fdatasync", os.fsync)  # macOS has no fdatasync


class WarcWriter:
    """Appends captures to `<prefix>-00001.warc.gz.open` and its successors in one folder.

    A file is opened with the first capture and closed, by renaming, before it would exceed `roll_bytes`;
    `on_open(name)` and `on_close(name, length, sha256 in hex)` tell of both, with the final name. `software`
    and `operator` go into the warcinfo record. For one thread at a time, and for one process at a time
    (the archive's lock sees to it).
    """

    def __init__(
        self,
        folder: Path,
        *,
        prefix: str,
        software: str,
        operator: str | None = None,
        roll_bytes: int = 10**9,
        reserve_bytes: int = 64 * 1024 * 1024,
        on_open: Callable[[str], None] | None = None,
        on_close: Callable[[str, int, str], None] | None = None,
    ) -> None:
        self._folder = folder
        self._prefix = prefix
        self._about = (software, operator)
        self._roll_bytes = roll_bytes
        self._reserve_bytes = reserve_bytes
        self._on_open = on_open
        self._on_close = on_close
        self._serial = 0
        self._name = ""
        self._descriptor = -1
        self._end = 0
        self._begin = 0  # where the first capture of the file lies
        self._sha256 = hashlib.sha256()
        self._warcinfo_id = ""
        self._broken = False
        self._begun = 0

    def __enter__(self) -> "WarcWriter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def keep(
        self,
        exchange: Exchange,
        *,
        refers_to: Refers | None = None,
        extra: Mapping[str, str] | None = None,
        payload_digest: str | None = None,
    ) -> Kept:
        """Append one exchange and return when it is on the disk.

        Raises as `begin` and `commit` do.
        """
        begun = self.begin(exchange, refers_to=refers_to, extra=extra, payload_digest=payload_digest)
        return self.commit([begun])[0]

    def begin(
        self,
        exchange: Exchange,
        *,
        refers_to: Refers | None = None,
        extra: Mapping[str, str] | None = None,
        payload_digest: str | None = None,
    ) -> Begun:
        """Begin to keep an exchange: compose and compress its records. Nothing is written yet.

        The records are the response (a revisit when `refers_to` is given), the request, and a metadata record with
        `fetchTimeMs`, `tlsNote`, `cookieChallenge` and the fields of `extra` (such as `via`). `payload_digest` is that of
        the entity, for a caller that knows it already. Raises ValueError for an exchange without response bytes, NoSpace
        and CannotOpen when a file is to be opened and cannot be.
        """
        if not exchange.response:
            raise ValueError(f"{exchange.url}: nothing came back, so there is nothing to keep")
        expected = len(exchange.response) + len(exchange.request)
        if not self._begun and self._end > self._begin and self._end + expected > self._roll_bytes:
            self.close()
        if self._descriptor < 0:
            self._open()
        drafts = compose(
            exchange,
            warcinfo_id=self._warcinfo_id,
            refers_to=refers_to,
            extra=extra,
            payload_digest=payload_digest or digest(exchange.entity),
        )
        members = [draft.member() for draft in drafts]
        self._begun += 1
        return Begun(has_request=bool(exchange.request), drafts=drafts, members=members)

    def commit(self, group: Sequence[Begun]) -> list[Kept]:
        """Append everything begun since the last commit, in one write, and return when it is on the disk.

        All of the group is kept, or nothing: after NoSpace the file is as it was before. Raises NoSpace when it does not
        fit on the disk.
        """
        self._begun = 0
        kept, data, offset = [], [], self._end
        for begun in group:
            written = []
            for draft, member in zip(begun.drafts, begun.members, strict=True):
                place = Written(record_id=draft.record_id, record_type=draft.type, offset=offset, length=len(member))
                written.append(place)
                data.append(member)
                offset += len(member)
            kept.append(
                Kept(
                    file=self._name,
                    response=written[0],
                    request=written[1] if begun.has_request else None,
                    payload_digest=begun.drafts[0].header("WARC-Payload-Digest"),
                    end=offset,
                )
            )
        self._append(b"".join(data))
        return kept

    def close(self) -> None:
        """Give the file its final name. Nothing happens when none is open.

        A file whose tail could not be put right after a disk error keeps its `.open` name, for the repair at
        the next start.
        """
        if self._descriptor < 0:
            return
        self._begun = 0
        if self._broken:
            self._restore()
        try:
            os.fsync(self._descriptor)
        except OSError:
            self._broken = True
        finally:
            os.close(self._descriptor)
            self._descriptor = -1
        if self._broken:
            return
        (self._folder / (self._name + OPEN)).rename(self._folder / self._name)
        sync_folder(self._folder)
        if self._on_close:
            self._on_close(self._name, self._end, self._sha256.hexdigest())

    def _open(self) -> None:
        """Create the next file with its warcinfo record; leave nothing behind when that fails."""
        try:
            self._descriptor = self._create()
        except OSError as error:
            kind = NoSpace if error.errno in _NO_SPACE else CannotOpen
            raise kind(f"{self._folder}: cannot create a WARC file here ({error.strerror})") from error
        self._end = self._begin = 0
        self._sha256, self._broken = hashlib.sha256(), False
        software, operator = self._about
        info = compose_warcinfo(filename=self._name, software=software, operator=operator, moment=datetime.now(UTC))
        try:
            self._append(info.member())
        except BaseException:
            os.close(self._descriptor)
            self._descriptor = -1
            (self._folder / (self._name + OPEN)).unlink()
            raise
        self._warcinfo_id, self._begin = info.record_id, self._end
        sync_folder(self._folder)
        if self._on_open:
            self._on_open(self._name)

    def _create(self) -> int:
        while True:
            self._serial += 1
            self._name = f"{self._prefix}-{self._serial:05d}.warc.gz"
            if (self._folder / self._name).exists():
                continue
            with suppress(FileExistsError):
                return os.open(
                    self._folder / (self._name + OPEN), os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666
                )

    def _append(self, data: bytes) -> None:
        """Write at the end and sync; whatever goes wrong, the file ends where it ended before."""
        self._check_room(len(data))
        done, view = 0, memoryview(data)
        try:
            while done < len(data):
                done += os.pwrite(self._descriptor, view[done:], self._end + done)
            _sync(self._descriptor)
            sha256 = self._sha256.copy()
            sha256.update(data)
        except BaseException as error:
            self._restore()
            if isinstance(error, OSError) and error.errno in _NO_SPACE:
                raise NoSpace(f"{self._name}: {_NO_SPACE[error.errno]}. {_WHOLE}") from error
            raise
        self._end, self._sha256 = self._end + len(data), sha256

    def _check_room(self, size: int) -> None:
        if self._broken:
            raise NoSpace(f"{self._name}: an earlier disk error could not be undone; run again to repair. {_WHOLE}")
        disk = os.fstatvfs(self._descriptor)
        if disk.f_bavail * disk.f_frsize < size + self._reserve_bytes:
            reserve = self._reserve_bytes // 2**20
            raise NoSpace(f"{self._name}: less than {reserve} MiB would stay free on the disk; free some. {_WHOLE}")

    def _restore(self) -> None:
        """Cut the file back to its last good end, through the descriptor that wrote it."""
        self._broken = True
        with suppress(OSError):
            os.ftruncate(self._descriptor, self._end)
            os.fsync(self._descriptor)
            self._broken = False
