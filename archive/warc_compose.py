"""The WARC records of one exchange, as gzip members ready to be appended (ISO 28500:2017, WARC 1.1)."""

import ipaddress
import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, TypeAlias

from archive.digests import digest
from archive.gzip_member import gzip_member
from scraper.exchange import Exchange
from scraper.message import read_response

Profile: TypeAlias = Literal["identical-payload-digest", "server-not-modified"]

_PROFILES = "http://netpreserve.org/warc/1.1/revisit/"
_NOT_IN_A_URI = re.compile(r"[\x00-\x20\x7f<>]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refers:
    """The earlier record that a revisit stands for (§6.7): its address, WARC-Date and id, and why."""

    url: str
    date: str
    record_id: str
    profile: Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A record before it is written. `fields` are the WARC headers in their order, without Content-Length."""

    type: str
    record_id: str
    fields: tuple[tuple[str, str], ...]
    block: bytes

    def header(self, name: str) -> str | None:
        """Return the first value of a field, or None."""
        return next((value for key, value in self.fields if key == name), None)

    def raw(self) -> bytes:
        """Return the record unpacked (§4)."""
        lines = [f"{name}: {value}\r\n" for name, value in self.fields]
        head = f"WARC/1.1\r\n{''.join(lines)}Content-Length: {len(self.block)}\r\n\r\n".encode()
        return b"".join((head, self.block, b"\r\n\r\n"))

    def member(self) -> bytes:
        """Return the record as one gzip member (Annex D.2)."""
        return gzip_member(self.raw())


def warc_date(moment: datetime) -> str:
    """Return an aware time as WARC-Date: UTC, microseconds, `Z` (§5.4)."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()}: a time without an offset")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def compose_warcinfo(*, filename: str, software: str, operator: str | None, moment: datetime) -> Draft:
    """Return the record that opens a file (§6.2). It names no machine."""
    about = {
        "software": software,
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "robots": "obey (RFC 9309)",
    }
    if operator:
        about["operator"] = operator
    fields = [("WARC-Date", warc_date(moment)), ("WARC-Filename", filename)]
    return _draft("warcinfo", _new_id(), fields, _warc_fields(about), "application/warc-fields")


def compose(
    exchange: Exchange,
    *,
    warcinfo_id: str,
    payload_digest: str,
    refers_to: Refers | None = None,
    extra: Mapping[str, str] | None = None,
) -> list[Draft]:
    """Return the records of one exchange: response or revisit, request if there was one, metadata.

    `payload_digest` is that of the entity.

    Raises ValueError for an address that cannot stand in a header.
    """
    if _NOT_IN_A_URI.search(exchange.url):
        raise ValueError(f"{exchange.url!r}: an address with spaces, control characters or angle brackets")
    common = [("WARC-Date", warc_date(exchange.started)), ("WARC-Target-URI", exchange.url)]
    if exchange.ip:
        common.append(("WARC-IP-Address", _address(exchange.ip)))
    common += [("WARC-Protocol", protocol) for protocol in exchange.protocols]
    common.append(("WARC-Warcinfo-ID", f"<{warcinfo_id}>"))
    first_id = _new_id()
    drafts = [_answer(exchange, first_id, common, refers_to, payload_digest)]
    common.append(("WARC-Concurrent-To", f"<{first_id}>"))
    if exchange.request:
        kind = "application/http; msgtype=request"
        drafts.append(_draft("request", _new_id(), common, exchange.request, kind))
    about = {"fetchTimeMs": str(round(exchange.duration * 1000)), **(extra or {})}
    if exchange.tls_note:
        about["tlsNote"] = exchange.tls_note
    if exchange.challenge:
        about["cookieChallenge"] = exchange.challenge
    return [*drafts, _draft("metadata", _new_id(), common, _warc_fields(about), "application/warc-fields")]


def _answer(
    exchange: Exchange, record_id: str, common: list[tuple[str, str]], refers_to: Refers | None, payload_digest: str
) -> Draft:
    """Return the response, or the revisit that stands for it."""
    fields, block, truncated = list(common), exchange.response, str(exchange.truncated or "")
    same_payload = refers_to is not None and refers_to.profile == "identical-payload-digest"
    if refers_to:
        fields += [
            ("WARC-Profile", _PROFILES + refers_to.profile),
            ("WARC-Refers-To", f"<{refers_to.record_id}>"),
            ("WARC-Refers-To-Target-URI", refers_to.url),
            ("WARC-Refers-To-Date", refers_to.date),
        ]
    if same_payload:
        block = block[: read_response(block).header_length]
        truncated = "length"  # §6.7.2: "shall be used for any identical-digest truncation"
    if truncated:
        fields.append(("WARC-Truncated", truncated))
    if exchange.status is not None and (same_payload or not refers_to):
        fields.append(("WARC-Payload-Digest", payload_digest))
    return _draft(
        "revisit" if refers_to else "response", record_id, fields, block, "application/http; msgtype=response"
    )


def _draft(kind: str, record_id: str, fields: Iterable[tuple[str, str]], block: bytes, content_type: str) -> Draft:
    own = [("WARC-Type", kind), ("WARC-Record-ID", f"<{record_id}>")]
    rest = [("WARC-Block-Digest", digest(block)), ("Content-Type", content_type)]
    return Draft(type=kind, record_id=record_id, fields=(*own, *fields, *rest), block=block)


def _warc_fields(values: Mapping[str, str]) -> bytes:
    """Return an application/warc-fields block; a value stays on its line whatever it holds."""
    return "".join(f"{name}: {' '.join(value.split())}\r\n" for name, value in values.items()).encode()


def _new_id() -> str:
    return f"urn:uuid:{uuid.uuid4()}"


def _address(text: str) -> str:
    """Return an address in its one canonical form (RFC 5952), without a zone."""
    return ipaddress.ip_address(text.partition("%")[0]).compressed
