"""Reading a file that others made, piece by piece: from its bytes to captures that are read. Writes nothing; runs in any process."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from archive.foreign_capture import Found, Sites, found_in
from archive.warc import Written
from archive.warc_bytes import PIECE, Damage, Source
from archive.warc_reader import Record, survey

_CAPTURES = 300  # of one piece
_BYTES = 24 * 2**20  # unpacked, of one piece; one record more may come on top
_BLOCK_LIMIT = 32 * 2**20  # a larger block is kept where it is, and not read
_REQUESTS = 8  # requests in a row whose response is waited for


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What a process is to read: a file from `position` on, up to `end`, until it has enough.

    `name` is what the archive calls the file, `start` where its first record begins. `sites` are None for those known.
    `generic`: pages of hosts that nobody knows are read too.
    """

    name: str
    path: Path
    start: int
    end: int
    position: int
    generic: bool = False
    sites: Sites | None = None


@dataclass(slots=True, kw_only=True)
class PieceRead:
    """What a piece gave. `position` is where the next one begins; `sha256` is that of the whole file, once it is at its end.

    `requests` name the response, then offset and length. `shares` is true when records share a gzip member, so that
    they cannot be read by their offsets: then nothing after it was read. `failure` says why the file cannot be read.
    """

    piece: Piece
    position: int
    found: list[Found] = field(default_factory=list)
    requests: list[tuple[str, int, int]] = field(default_factory=list)
    records: Counter[str] = field(default_factory=Counter)
    damage: list[tuple[int, str, str | None]] = field(default_factory=list)
    sha256: str | None = None
    shares: bool = False
    failure: str | None = None


def read_pieces(pieces: Sequence[Piece]) -> list[PieceRead]:
    """Read some pieces. Never raises for what a file holds."""
    return [_read(piece) for piece in pieces]


def _read(piece: Piece) -> PieceRead:
    done = PieceRead(piece=piece, position=piece.position)
    try:
        with Source(piece.path, start=piece.start, end=piece.end, head=piece.start) as source:
            _take(done, source)
            if done.position >= source.end and not done.shares:
                done.sha256 = _sha256(source, piece.start)
    except OSError as error:
        done.failure = f"{piece.path}: cannot be read ({error.strerror})"
    return done


def _take(done: PieceRead, source: Source) -> None:
    """Take records until there is enough; stop where no request waits for its response."""
    pairs, size = _Pairs(), 0
    for item in survey(source, start=done.position, limit=_BLOCK_LIMIT):
        if (len(done.found) >= _CAPTURES or size >= _BYTES) and not pairs.waiting:
            done.position = item.offset
            return
        if isinstance(item, Damage):
            done.damage.append((item.offset, item.reason, item.url))
            continue
        if item.member_shared:
            done.shares = True
            return
        done.records[item.type or "none"] += 1
        size += len(item.block)
        if item.type == "request":
            pairs.request(item, done)
        elif item.type in ("response", "revisit"):
            piece = done.piece
            if found := found_in(item, piece.name, sites=piece.sites, generic=piece.generic):
                done.found.append(pairs.response(item, found))
            else:
                done.records["unread"] += 1
    done.position = source.end


class _Pairs:
    """Requests find their responses by WARC-Concurrent-To, which either of the two may have (WARC 1.1 §5.7)."""

    def __init__(self) -> None:
        self.waiting: dict[str, Record] = {}

    def request(self, record: Record, done: PieceRead) -> None:
        """Take a request: of a response before it, or of one to come."""
        if response := _concurrent(record):
            done.requests.append((response, record.offset, record.length))
        elif record.record_id and len(self.waiting) < _REQUESTS:
            self.waiting[record.record_id] = replace(record, block=b"")

    def response(self, record: Record, found: Found) -> Found:
        """Return a response with the request that stood before it, if there was one."""
        request = self.waiting.get(_concurrent(record) or "")
        self.waiting.clear()
        if request is None:
            return found
        written = Written(
            record_id=request.record_id or "", record_type="request", offset=request.offset, length=request.length
        )
        return replace(found, kept=replace(found.kept, request=written))


def _concurrent(record: Record) -> str | None:
    return (record.header("WARC-Concurrent-To") or "").strip("<> ") or None


def _sha256(source: Source, start: int) -> str:
    sha256, position = hashlib.sha256(), start
    while position < source.end:
        piece = source.view(position)[: min(PIECE, source.end - position)]
        sha256.update(piece)
        position += len(piece)
    return sha256.hexdigest()
