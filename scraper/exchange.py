"""One HTTP exchange as a value: what was sent, what came back, byte for byte, and what went wrong."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

Truncation: TypeAlias = Literal["length", "time", "disconnect", "unspecified"]  # WARC 1.1 §5.13

Failure: TypeAlias = Literal[
    "bad_address",  # the text is no http(s) address
    "forbidden_address",  # private, loopback or link-local, and the site is not declared local
    "dns",  # the name does not resolve
    "connect",  # refused, unreachable, or no answer to the connection attempt
    "tls",  # the TLS handshake or certificate check failed
    "timeout",  # connected, but not one byte of an answer in time
    "disconnect",  # the connection broke before one byte of an answer
    "empty",  # closed without an answer
    "protocol",  # bytes came, but they are not HTTP
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and its answer.

    `request` and `response` are the exact bytes that crossed the wire (headers included, chunked framing
    kept); `response` is empty when nothing came. `entity` is the body with the transfer coding removed and
    the content coding kept: the payload of WARC 1.1 §6.3.2. `status` is None when no status line could be
    read. `truncated` says why a response is incomplete. `failure` is set when there is no usable response,
    and `failure_detail` is then one readable line.
    """

    url: str
    started: datetime  # UTC
    duration: float  # seconds
    request: bytes = b""
    response: bytes = b""
    entity: bytes = b""
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    ip: str | None = None
    protocols: tuple[str, ...] = ()  # WARC-Protocol values, such as "http/1.1", "tls/1.3"
    truncated: Truncation | None = None
    failure: Failure | None = None
    failure_detail: str = ""
    tls_note: str | None = None  # why TLS was relaxed for this host, if it was
    challenge: Literal["answered", "again"] | None = None  # a cookie challenge: its cookie is set now, or was before

    def header(self, name: str) -> str | None:
        """Return the first value of a header, or None; names compare without case (RFC 9110 §5.1)."""
        wanted = name.lower()
        for key, value in self.headers:
            if key.lower() == wanted:
                return value
        return None
