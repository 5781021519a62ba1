"""A server on loopback that sends exactly the bytes it is given, and notes what it was sent."""

import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal, Self, TypeAlias

After: TypeAlias = Literal["keep-alive", "close", "rst"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Pieces are sent one by one with `pause` seconds between them; then `after` happens."""

    pieces: tuple[bytes, ...]
    after: After = "keep-alive"
    pause: float = 0.0


def answer(data: bytes, after: After = "keep-alive") -> Answer:
    return Answer(pieces=(data,), after=after)


def ok(body: bytes, *headers: str) -> bytes:
    lines = ["HTTP/1.1 200 OK", *headers, f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


class RawServer:
    """Gives the answers in turn, the last one again and again; or asks a function of the request for each."""

    def __init__(
        self, answers: Sequence[Answer] | Callable[[bytes], Answer], *, tls: bool | ssl.SSLContext = False
    ) -> None:
        self.requests: list[bytes] = []
        self.connections = 0
        self._answers = answers
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._tls = tls if isinstance(tls, ssl.SSLContext) else None
        if tls is True:
            self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._tls.load_cert_chain(Path(__file__).parent / "loopback.pem")
        self.port: int = self._listener.getsockname()[1]
        self.url = f"http{'s' if tls else ''}://127.0.0.1:{self.port}/"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                self.connections += 1
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        try:
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
            while request := self._request(connection):
                reply = self._next(request)
                for place, piece in enumerate(reply.pieces):
                    time.sleep(reply.pause if place else 0)
                    connection.sendall(piece)
                if reply.after == "rst":
                    time.sleep(0.1)  # else the reset may overtake the bytes
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                if reply.after != "keep-alive":
                    break
        except OSError:
            pass
        finally:
            connection.close()

    def _request(self, connection: socket.socket) -> bytes:
        request = b""
        while b"\r\n\r\n" not in request or len(request) < _length(request):
            data = connection.recv(65536)
            if not data:
                return b""
            request += data
        return request

    def _next(self, request: bytes) -> Answer:
        with self._lock:
            self.requests.append(request)
            if not isinstance(self._answers, Sequence):
                return self._answers(request)
            return self._answers[min(len(self.requests), len(self._answers)) - 1]


def _length(request: bytes) -> int:
    """Return how long a request is, with the body that it announces."""
    head, end, _ = request.partition(b"\r\n\r\n")
    announced = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    return len(head) + len(end) + (int(announced[0].partition(b":")[2]) if announced else 0)
