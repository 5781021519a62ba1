"""Keeps the exact bytes of one exchange at a time, and its limits: time, size, silence, rate."""

import socket
import ssl
import time
from dataclasses import dataclass

from scraper.exchange import Failure, Truncation
from scraper.framing import Reader

_PIECE = 64 * 1024  # bytes asked of the socket at once
_LINGER = 3.0  # seconds of silence that end a response whose end cannot be known
_RATE_AFTER = 20.0  # seconds from the first byte during which no rate is demanded


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one exchange may cost: times in seconds, sizes in bytes."""

    connect: float = 15.0  # to open the connection, and again for the TLS handshake
    silence: float = 30.0  # without a single byte
    deadline: float = 120.0  # the whole exchange, from resolving the name to the last byte
    max_bytes: int = 64 * 2**20  # of the response as it crosses the wire, headers included
    minimum_rate: float = 100.0  # bytes per second, on average, once twenty seconds have gone by


class Recorder:
    """Belongs to one Fetcher and so to one thread; connections write into it what crosses them.

    `failure` is set where something goes wrong, at the place that knows what it was; the exceptions that then
    travel up carry nothing that is needed.
    """

    def __init__(self, limits: Limits, *, allow_private: bool) -> None:
        self.limits = limits
        self.allow_private = allow_private
        self.begin()

    def begin(self, *, method: str = "GET") -> None:
        """Forget the exchange before and start the clock of the next one."""
        self.request = bytearray()
        self.reader = Reader(method=method)
        self.ip: str | None = None
        self.tls: str | None = None  # such as "tls/1.3"
        self.certificate: str | None = None  # SHA-256 of one that was not checked
        self.fresh_connection = False
        self.server_closed = False
        self.truncated: Truncation | None = None
        self.failure: Failure | None = None
        self.detail = ""
        self._started = time.monotonic()

    def let_go(self) -> None:
        """Hold the bytes of an exchange no longer: of hundreds of hosts nearly all are waiting for their turn."""
        self.request, self.reader = bytearray(), Reader()

    def fail(self, failure: Failure, detail: str) -> None:
        """Note why there is no answer; the first reason stays."""
        if self.failure is None:
            self.failure, self.detail = failure, detail

    def time_left(self) -> float:
        """Return the seconds until the deadline of this exchange."""
        return self._started + self.limits.deadline - time.monotonic()

    def receive(self, sock: socket.socket) -> None:
        """Read one response off the socket, to its end or to a limit, keeping every byte that came.

        Bytes behind the announced end that have come already are kept too. Raises nothing the network does.
        """
        reader = self.reader
        self.failure, self.detail = None, ""  # a server may answer although it did not take the whole request
        first_byte_at = 0.0
        while self.truncated is None and not self.server_closed:
            room = self.limits.max_bytes - len(reader.block)
            if room <= 0:
                self.truncated = None if reader.finished else "length"
                break
            patience = 0.0 if reader.finished else self._patience()
            if patience < 0.0:
                self.truncated = "time"
                break
            try:
                sock.settimeout(patience)
                data = sock.recv(min(_PIECE, room))
            except (BlockingIOError, ssl.SSLWantReadError):
                break  # complete, and nothing more is here
            except OSError as error:
                self._broke(error)
                break
            self.server_closed = not data
            reader.feed(data)
            first_byte_at = first_byte_at or time.monotonic()
            if not reader.finished and self._is_too_slow(time.monotonic() - first_byte_at):
                self.truncated = "time"
        self._judge()

    def _patience(self) -> float:
        """Return how long to wait for the next bytes, in seconds; negative when the deadline has passed."""
        silence = min(_LINGER, self.limits.silence) if self.reader.ends_in_silence else self.limits.silence
        left = self.time_left()
        return min(silence, left) if left > 0 else -1.0

    def _is_too_slow(self, elapsed: float) -> bool:
        return elapsed > _RATE_AFTER and len(self.reader.block) < elapsed * self.limits.minimum_rate

    def _broke(self, error: OSError) -> None:
        self.server_closed = True
        if self.reader.finished:
            return
        if isinstance(error, TimeoutError):
            self.truncated = "time"
            if not self.reader.block:
                self.fail("timeout", f"no answer within {min(self.limits.silence, self.limits.deadline):g} s")
            return
        self.truncated = "disconnect"
        if not self.reader.block:
            self.fail("disconnect", f"the connection broke before an answer came: {error}")

    def _judge(self) -> None:
        """Decide what the bytes amount to."""
        whole = self.reader.end()
        if not self.reader.block:
            if self.truncated == "time":
                self.fail("timeout", f"no answer within {self.limits.deadline:g} s")
            self.fail("empty", "the server closed the connection without an answer")
            self.truncated = None
        elif self.reader.status is None:
            self.fail("protocol", "; ".join(self.reader.problems[:1]) or "the answer does not begin like HTTP")
        if self.reader.block and not whole and self.truncated is None:
            self.truncated = "disconnect"
        if whole and self.reader.framing == "chunked":
            self.truncated = None  # only the last empty line was missing
