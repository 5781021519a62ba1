"""One portal on one loopback port: HTTP/1.1 with keep-alive, validators, and a log of what was asked for."""

import sys
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler
from socket import SHUT_RDWR, socket
from socketserver import BaseRequestHandler, ThreadingTCPServer
from types import TracebackType
from typing import Any, Literal, Self, TypeAlias

from demo.page import Page

SiteLetter: TypeAlias = Literal["a", "b"]
_VIETNAM = timezone(timedelta(hours=7))


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request as the server saw it: `path` with its query, `bytes` of the body sent."""

    site: SiteLetter
    method: str
    path: str
    status: int
    bytes: int


class Listener:
    """A server on 127.0.0.1 that answers with pages. `answer` may be replaced while it runs.

    `log` gets one entry for each request, before its answer is sent. `today` None means the day of the request in
    Vietnam. Port 0 takes a free one.
    """

    def __init__(self, *, site: SiteLetter, port: int, log: list[Request], today: date | None) -> None:
        self.site = site
        self.log = log
        self.answer: Callable[[str], Page] | None = None
        self._today = today
        self._visits: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", port), _Conversation)
        self._server.listener = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), name=f"portal-{site}")

    @property
    def root(self) -> str:
        """The root address, without a final slash."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.hang_up()
        self._server.server_close()

    def page(self, target: str) -> Page:
        """Return the page at a path with its query."""
        if self.answer is None:
            return Page(body=b"", status=503)
        return self.answer(target)

    def bytes_of(self, page: Page, target: str) -> bytes:
        """Return a page as of now, and count the visit."""
        with self._lock:
            self._visits[target] += 1
            views = page.views + self._visits[target]
        path = target.partition("?")[0]
        return page.at(self._today or datetime.now(_VIETNAM).date(), views, path)


class _Server(ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = False
    request_queue_size = 128
    listener: Listener

    def __init__(self, address: tuple[str, int], handler: type[BaseRequestHandler]) -> None:
        self._open: set[socket] = set()
        super().__init__(address, handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Note the connection before its thread starts, so that `hang_up` misses none."""
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forget the connection and close it."""
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Pass over clients that hang up in the middle of an answer: that is no error of the portal."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def hang_up(self) -> None:
        """End idle keep-alive connections, so that their threads end too."""
        for connection in tuple(self._open):
            try:
                connection.shutdown(SHUT_RDWR)
            except OSError:
                self._open.discard(connection)


class _Conversation(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "portal"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = 1 << 16
    server: _Server

    def do_GET(self) -> None:
        self._respond()

    def do_HEAD(self) -> None:
        self._respond()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the standard library's
        """Print nothing: the listener's log records the request."""

    def _respond(self) -> None:
        listener = self.server.listener
        page = listener.page(self.path)
        fresh = page.status == 200 and is_fresh(
            page, self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since")
        )
        body = b"" if fresh else listener.bytes_of(page, self.path)
        sent = 0 if self.command == "HEAD" else len(body)
        status = 304 if fresh else page.status
        listener.log.append(Request(site=listener.site, method=self.command, path=self.path, status=status, bytes=sent))
        self.send_response(status)
        if page.modified and page.etag:
            self.send_header("ETag", page.etag)
            self.send_header("Last-Modified", format_datetime(page.modified, usegmt=True))
        if not fresh:
            self.send_header("Content-Type", page.media_type)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if sent:
            self.wfile.write(body)


def is_fresh(page: Page, if_none_match: str | None, if_modified_since: str | None) -> bool:
    """Say whether a client that sends these headers has the page already (RFC 9110 §13.1.2, §13.1.3).

    If-None-Match is compared weakly and makes If-Modified-Since void; a date that cannot be read is ignored.
    """
    if page.modified is None or page.etag is None:
        return False
    if if_none_match is not None:
        tags = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
        return "*" in tags or page.etag.removeprefix("W/") in tags
    if if_modified_since is None:
        return False
    try:
        since = parsedate_to_datetime(if_modified_since)
    except ValueError:
        return False
    return page.modified <= (since if since.tzinfo else since.replace(tzinfo=UTC))
