"""A record as a gzip member (WARC 1.1 Annex D.2), and what made a member, so that it can be made again bit by bit."""

import zlib
from collections.abc import Callable, Mapping
from types import MappingProxyType

from isal import isal_zlib

_HEAD = b"\x1f\x8b\x08" + bytes(6) + b"\x03"  # RFC 1952 §2.3: deflate, no flags, no time, Unix, as zlib writes it


def _by_isal(record: bytes) -> bytes:
    member = isal_zlib.compress(record, 3, wbits=31)  # 31: a gzip wrapper
    return _HEAD + memoryview(member)[len(_HEAD) :]


def _by_zlib(level: int) -> Callable[[bytes], bytes]:
    return lambda record: zlib.compress(record, level, wbits=31)


# By the name that a packed file gives them. The first is ours; the others made earlier files, and those of other programs.
DEFLATERS: Mapping[str, Callable[[bytes], bytes]] = MappingProxyType(
    {"isal-3": _by_isal, "zlib-4": _by_zlib(4), "zlib-6": _by_zlib(6), "zlib-9": _by_zlib(9)}
)
OURS = "isal-3"
EARLIER = "zlib-4"  # of files that were packed before packed files said so
UNKNOWN = "unknown"


def gzip_member(record: bytes, *, deflater: str = OURS) -> bytes:
    """Return a record as one gzip member that zlib has read back; a deflater that is not known is ours.

    It may be the last copy of a page, so it is not left to ISA-L alone (docs/decisions/0015): a member that zlib does not
    read back as the same bytes is never returned, and zlib makes it instead.
    """
    member = DEFLATERS.get(deflater, DEFLATERS[OURS])(record)
    return member if _reads_back(member, record) else zlib.compress(record, wbits=31)


def made_by(member: bytes, record: bytes, *, likely: str) -> str | None:
    """Return the name of the deflater that makes this member of its record; None if none of ours does.

    `likely` is tried first: a file has mostly one.
    """
    names = sorted(DEFLATERS, key=lambda name: name != likely)
    return next((name for name in names if DEFLATERS[name](record) == member), None)


def _reads_back(member: bytes, record: bytes) -> bool:
    try:
        return zlib.decompress(member, wbits=31, bufsize=max(1, len(record))) == record
    except zlib.error:
        return False
