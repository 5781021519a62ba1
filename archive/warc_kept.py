"""Where an exchange lies once the WARC writer has kept it, and what it is before."""

from collections.abc import Sequence
from dataclasses import dataclass

from archive.warc_compose import Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Where one record lies: `offset` and `length` of its gzip member in bytes. The id has no angle brackets."""

    record_id: str
    record_type: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Where one exchange lies. `file` is the final name, without `.open`; `end` the file's length after it.

    `payload_digest` is None where there is no payload: not HTTP, or a server-not-modified revisit.
    """

    file: str
    response: Written
    request: Written | None
    payload_digest: str | None
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """One exchange whose records are compressed; `WarcWriter.commit` brings it to the disk."""

    has_request: bool
    drafts: Sequence[Draft]
    members: Sequence[bytes]
