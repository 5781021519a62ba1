"""Where an HTTP/1.x response ends, found while its bytes arrive, and what its body is without the transfer coding."""

import re
from typing import Literal, TypeAlias

from scraper.chunked import Chunks

Framing: TypeAlias = Literal["unknown", "none", "length", "chunked", "close", "0.9"]

_HEADER_END = re.compile(rb"\r?\n\r?\n")
_STATUS_LINE = re.compile(rb"HTTP/(\d+(?:\.\d+)?)[ \t]+(\d{3})(?:[ \t]+(.*))?\s*$", re.IGNORECASE)


class Reader:
    """Takes the bytes of one response piece by piece; `finished` says that no more are needed.

    Follows RFC 9112 §6.3 for the length of the body, and forgives what servers really send: lines that end
    in LF alone, lines that are no header, interim responses, a body that is not chunked although announced
    so, an answer without any header (HTTP/0.9). Nothing is dropped: `block` holds every byte fed.
    """

    def __init__(self, *, method: str = "GET") -> None:
        self.block = bytearray()
        self.framing: Framing = "unknown"
        self.version = ""  # such as "1.1"
        self.status: int | None = None
        self.reason = ""
        self.headers: list[tuple[str, str]] = []
        self.body_at = 0  # offset of the body in `block`, once `framing` is known
        self.finished = False
        self.problems: list[str] = []
        self._method = method
        self._start = 0  # of the header block being read; interim responses lie before it
        self._scanned = 0
        self._length = 0
        self._chunks: Chunks | None = None
        self._end_is_a_guess = False

    def feed(self, data: bytes) -> None:
        """Take the next bytes of the response."""
        self.block += data
        while self.framing == "unknown":
            if not self._read_header():
                return
        if self._chunks:
            self._read_chunks(self._chunks)
        else:
            self.finished = self.framing == "none" or (
                self.framing == "length" and len(self.block) >= self.body_at + self._length
            )

    def end(self) -> bool:
        """Take note that no more bytes will come; return whether the response is as whole as it announced."""
        if self.framing == "unknown":
            # A cut header is still worth reading: it may hold the status and a date.
            self._parse_header(self._start, len(self.block))
            self.body_at = len(self.block)
            return False
        if self._chunks:
            return self._chunks.state in ("trailers", "done")  # some servers forget the last empty line
        return self.finished or self.framing in ("close", "0.9")

    def entity(self) -> bytes:
        """Return the body so far: transfer coding removed, content coding kept (WARC 1.1 §6.3.2)."""
        if self._chunks:
            return bytes(self._chunks.entity)
        return bytes(self.block[self.body_at : self.body_end])

    @property
    def body_end(self) -> int:
        """Offset just behind the announced response; bytes beyond it are surplus."""
        if self.framing == "length":
            return self.body_at + self._length
        if self._chunks and self._chunks.state == "done":
            return self._chunks.at
        return self.body_at if self.framing in ("none", "unknown") else len(self.block)

    @property
    def ends_in_silence(self) -> bool:
        """True when only silence may mark the end on a connection kept open, so that long waiting is pointless."""
        behind_the_chunks = self._chunks is not None and self._chunks.state != "sizes"
        return self._end_is_a_guess or behind_the_chunks or self.framing == "0.9"

    def _read_header(self) -> bool:
        """Read one header block, interim or final; return False when more bytes are needed."""
        block = self.block
        while self._start < len(block) and block[self._start] in b"\r\n":
            self._start += 1  # left over from the response before
        if not b"HTTP/".startswith(bytes(block[self._start : self._start + 5]).upper()):
            self.framing, self.body_at = "0.9", 0
            return True
        found = _HEADER_END.search(block, max(self._start, self._scanned - 3))
        if not found:
            self._scanned = len(block)
            return False
        self._parse_header(self._start, found.start())
        self._start = self._scanned = self.body_at = found.end()
        if self.status is not None and 100 <= self.status < 200 and self.status != 101:
            self.status = None  # interim (RFC 9110 §15.2): the answer is still to come
        else:
            self._choose_framing()
        return True

    def _parse_header(self, start: int, stop: int) -> None:
        first, *lines = bytes(self.block[start:stop]).decode("latin-1").split("\n")
        self.headers, self.status, self.reason = [], None, ""
        if status := _STATUS_LINE.match(first.encode("latin-1")):
            self.version, self.status = status[1].decode(), int(status[2])
            self.reason = (status[3] or b"").decode("latin-1").strip()
        elif start < stop:
            self.problems.append(f"no status line: {first[:60]!r}")
        for line in lines:
            name, colon, value = line.partition(":")
            if line[:1] in (" ", "\t") and line.strip() and self.headers:  # obs-fold: RFC 9112 §5.2
                last, before = self.headers[-1]
                self.headers[-1] = (last, f"{before} {line.strip()}".strip())
            elif colon and name.strip():
                self.headers.append((name.strip(), value.strip()))
            elif line.strip():
                self.problems.append(f"a header line that is none: {line.strip()[:60]!r}")

    def values(self, name: str) -> list[str]:
        """Return the comma-separated parts of a header, all of its lines together, in lower case."""
        values = (value.split(",") for key, value in self.headers if key.lower() == name)
        return [part.strip().lower() for parts in values for part in parts if part.strip()]

    def _choose_framing(self) -> None:
        """Find how the body ends: RFC 9112 §6.3, in its order."""
        codings = [coding for coding in self.values("transfer-encoding") if coding != "identity"]
        lengths = set(self.values("content-length"))
        if self.status is None:
            self.framing, self._end_is_a_guess = "close", True
        elif self._method == "HEAD" or self.status in (101, 204, 304):
            self.framing = "none"
        elif codings and codings[-1] == "chunked":
            self.framing, self._chunks = "chunked", Chunks(self.block, self.body_at)
            if len(codings) > 1:
                self.problems.append(f"transfer codings that are not removed: {', '.join(codings[:-1])[:60]}")
        elif len(lengths) == 1 and re.fullmatch("[0-9]{1,18}", min(lengths)):
            self.framing, self._length = "length", int(min(lengths))
        else:
            self.framing = "close"
            if codings or lengths:
                self._end_is_a_guess = True
                self.problems.append("the length of the body is announced in a way that cannot be used")

    def _read_chunks(self, chunks: Chunks) -> None:
        chunks.scan()
        self.finished = chunks.state == "done"
        if chunks.state == "broken" and not self._end_is_a_guess:
            self._end_is_a_guess = True
            if chunks.entity:
                self.problems.append(f"broken chunk at byte {chunks.at}")
            else:
                self.problems.append("announced as chunked, but it is not; read as it came")
                self.framing, self._chunks = "close", None
