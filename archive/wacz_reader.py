"""The WARC files inside a WACZ (Webrecorder, "WACZ 1.1.1"): where each lies in the ZIP, so that nothing need be unpacked."""

import re
import struct
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from archive.errors import BadQuery

_FOLDER = "archive/"
_WARC = (".warc", ".warc.gz", ".warc.zst", ".arc", ".arc.gz")
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")  # PKWARE APPNOTE 6.3.10, §4.3.7
_MAGIC = b"PK\x03\x04"
_ENCRYPTED = 0x1
_MOST_GROWTH = 1032  # what deflate unpacks at most from one byte
_HOSTILE = re.compile(r"[\x00-\x1f\x7f\\:]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One WARC in a WACZ. `start` and `size` say where its bytes lie in the file.

    `deflated`: against the standard it is packed again. It cannot be read in place then; `size` is its size packed, and
    `unpacked_size` what the ZIP announces.
    """

    name: str
    start: int
    size: int
    deflated: bool
    unpacked_size: int


def is_wacz(path: Path) -> bool:
    """Say whether a file is a ZIP. Raises OSError when it cannot be read."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def members(path: Path) -> list[Member]:
    """Return the WARCs under `archive/`, in the order of their names.

    Raises BadQuery for what is no sound WACZ: a broken ZIP, names that lead out of it or stand there twice, members
    that are encrypted, overlap, lie beyond its end or lie about their size; or for one without any WARC.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, struct.error) as error:
        raise BadQuery(f"{path}: no sound ZIP ({error}); is the file whole?") from error
    for name, times in Counter(one.filename for one in entries).items():
        if _is_hostile(name) or times > 1:
            raise BadQuery(f"{path}: refused, for a member is called {name[:80]!r}; nothing was read")
    wanted = [one for one in entries if one.filename.startswith(_FOLDER) and one.filename.lower().endswith(_WARC)]
    if not wanted:
        raise BadQuery(f"{path}: there is no WARC under {_FOLDER} in it; is it a WACZ?")
    found = [_member(path, one) for one in sorted(wanted, key=lambda one: one.filename)]
    ends = 0
    for one in sorted(found, key=lambda one: one.start):
        if one.start < ends or one.start + one.size > path.stat().st_size:
            raise BadQuery(f"{path}: {one.name} overlaps another member or lies beyond the end; nothing was read")
        ends = one.start + one.size
    return found


def _is_hostile(name: str) -> bool:
    return bool(_HOSTILE.search(name)) or name.startswith("/") or ".." in PurePosixPath(name).parts or len(name) > 1000


def _member(path: Path, entry: zipfile.ZipInfo) -> Member:
    """Return a member with the place of its bytes, which only its local header tells."""
    if entry.flag_bits & _ENCRYPTED or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise BadQuery(f"{path}: {entry.filename} is encrypted or packed in an unusual way; nothing was read")
    deflated = entry.compress_type == zipfile.ZIP_DEFLATED
    if entry.file_size > _MOST_GROWTH * entry.compress_size or (
        not deflated and entry.file_size != entry.compress_size
    ):
        raise BadQuery(f"{path}: {entry.filename} announces a size that cannot be; nothing was read")
    with path.open("rb") as file:
        file.seek(entry.header_offset)
        header = file.read(_LOCAL_HEADER.size)
    if len(header) < _LOCAL_HEADER.size or header[:4] != _MAGIC:
        raise BadQuery(f"{path}: {entry.filename} is not where the directory of the ZIP says; nothing was read")
    name_length, extra_length = _LOCAL_HEADER.unpack(header)[-2:]
    return Member(
        name=entry.filename,
        start=entry.header_offset + _LOCAL_HEADER.size + name_length + extra_length,
        size=entry.compress_size,
        deflated=deflated,
        unpacked_size=entry.file_size,
    )
