"""One record of a capture as an export takes it: the bytes that are kept, or, of a file made otherwise, written anew."""

from dataclasses import dataclass

from archive.recompress import Unfit, member_at
from archive.warc_bytes import Damage, Source
from archive.warc_compose import Draft
from archive.warc_reader import read_at
from archive.warc_record import MADE_ID, Record, made_id, plain_record


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One record: `raw` is the record unpacked, `data` its gzip member or zstd frame as it lies in the file."""

    record: Record
    raw: bytes
    data: bytes


def kept_at(source: Source, offset: int) -> Kept:
    """Return the record that begins at `offset`. Raises Damage, and Unfit when it is not as WARC 1.1 wants it."""
    member = member_at(source, offset)
    record = plain_record(member.raw, offset=offset, length=member.length)
    if record is None:
        raise Unfit(f"offset {offset}: not exactly one record written as WARC 1.1 wants it")
    return Kept(record=record, raw=member.raw, data=member.data)


def foreign_at(source: Source, offset: int, length: int, record_id: str | None) -> Kept:
    """Return a record of a file that others made, under the id that the archive has for it (None: its own).

    What is as WARC 1.1 wants it stays as it is. A record of an ARC file, one with other line ends, and one that has no id
    or that of another record are written anew: the block stays the same, byte for byte. Raises Damage and Unfit.
    """
    try:
        kept = kept_at(source, offset)
        if kept.record.record_id and record_id in (None, kept.record.record_id):
            return kept
    except (Damage, Unfit):
        pass
    record = read_at(source.path, offset, length, head=source.head)
    if len(record.block) < record.block_length:
        raise Unfit(f"offset {offset}: a record too large for the memory")
    own = record.record_id or made_id(record)
    if record_id and record_id.startswith(MADE_ID):
        own = made_id(record)
    return _anew(record, own)


def _anew(record: Record, record_id: str) -> Kept:
    dropped = ("warc-record-id", "content-length")
    fields = [(name, value) for name, value in record.headers if name.lower() not in dropped]
    fields.insert(1, ("WARC-Record-ID", f"<{record_id}>"))
    draft = Draft(type=record.type, record_id=record_id, fields=tuple(fields), block=record.block)
    made = plain_record(draft.raw(), offset=record.offset, length=record.length)
    if made is None:
        raise Unfit(f"offset {record.offset}: a record that cannot be written as WARC 1.1 wants it")
    return Kept(record=made, raw=draft.raw(), data=draft.raw())
