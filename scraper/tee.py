"""Connections that keep the exact bytes both ways: urllib3's, with our own reading under them.

No module is patched. `TeeAdapter` makes pools, the pools make connections, and each connection writes what
crosses it into the one Recorder of its Fetcher. The response is read by `Recorder.receive`, not by
http.client, which gives up on a header line without a colon, on the 101st header and on a line of 64 KB,
and takes 103 for the answer; so what requests gets to see is only the status and the cookies.
"""

import functools
import hashlib
import http.client
import re
import socket
import ssl
from typing import Any
from urllib.parse import urlsplit

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.util.retry import Retry

from scraper.peer import ForbiddenAddress, open_connection
from scraper.recorder import Recorder
from scraper.tls import Tls, tls_context, why_failed

# http.cookiejar meets a number that fits no float with a warning on stderr that speaks of a bug.
_BREAKS_COOKIEJAR = re.compile(r"max-age\s*=\s*\S{20}", re.IGNORECASE)


class _Response(http.client.HTTPResponse):
    """Reads through the recorder, and shows urllib3 a finished response without a body."""

    def __init__(self, recorder: Recorder, sock: socket.socket, *, method: str | None = None) -> None:
        super().__init__(sock, method=method)
        self._recorder, self._sock = recorder, sock

    def begin(self) -> None:
        recorder, reader = self._recorder, self._recorder.reader
        recorder.receive(self._sock)
        if not reader.block:
            raise http.client.RemoteDisconnected(recorder.detail)
        self.status = self.code = reader.status or 0
        self.reason, self.version = reader.reason, 10 if reader.version == "1.0" else 11
        self.headers = self.msg = http.client.HTTPMessage()
        for name, value in reader.headers:
            if name.lower() == "set-cookie" and not _BREAKS_COOKIEJAR.search(value):
                self.msg[name] = value
        self.length = 0
        self.will_close = _closes(recorder)
        self.close()  # for urllib3: there is nothing left to read, the connection is free


def _closes(recorder: Recorder) -> bool:
    """Say whether the connection is of no further use: RFC 9112 §9.3, or its state is in doubt."""
    reader = recorder.reader
    if not reader.finished or recorder.server_closed or recorder.truncated or len(reader.block) > reader.body_end:
        return True
    options = reader.values("connection")
    return "close" in options or (reader.version == "1.0" and "keep-alive" not in options)


class _TeeHTTP(HTTPConnection):
    """A plain connection that writes into `recorder`."""

    recorder: Recorder  # set by the pool that makes the connection
    ip: str | None = None
    tls: str | None = None
    certificate: str | None = None

    def _new_conn(self) -> socket.socket:
        recorder = self.recorder
        recorder.fresh_connection = True
        timeout = max(0.001, min(recorder.limits.connect, recorder.time_left()))
        try:
            sock = open_connection(self.host, self.port, timeout=timeout, allow_private=recorder.allow_private)
        except ForbiddenAddress as error:
            recorder.fail("forbidden_address", str(error))
            raise http.client.NotConnected(str(error)) from error
        except socket.gaierror as error:
            recorder.fail("dns", f"{self.host} does not resolve: {error.strerror or error}")
            raise
        except OSError as error:
            recorder.fail("connect", f"no connection to {self.host} port {self.port}: {error.strerror or error}")
            raise
        sock.settimeout(timeout)  # the handshake has its own time
        self.ip = str(sock.getpeername()[0]).partition("%")[0]
        return sock

    def send(self, data: Any) -> None:
        if self.sock is None:
            self.connect()
        recorder = self.recorder
        recorder.request += data
        recorder.ip, recorder.tls, recorder.certificate = self.ip, self.tls, self.certificate
        try:
            super().send(data)
        except OSError as error:
            recorder.fail("disconnect", f"the connection broke while the request was sent: {error}")
            raise


class _TeeHTTPS(_TeeHTTP, HTTPSConnection):
    """The same inside TLS: what is kept is what crosses the wire after decryption."""

    def connect(self) -> None:
        try:
            super().connect()
        except TimeoutError:
            self.recorder.fail("timeout", f"{self.host} did not complete the TLS handshake")
            raise
        except (ssl.SSLError, ssl.CertificateError) as error:
            self.recorder.fail("tls", f"{self.host}: {why_failed(error)}")
            raise
        except OSError as error:
            self.recorder.fail("disconnect", f"the connection broke in the TLS handshake: {error}")
            raise
        if isinstance(self.sock, ssl.SSLSocket):
            self.tls = (self.sock.version() or "tls").lower().replace("tlsv", "tls/")
            unchecked = self.sock.context.verify_mode == ssl.CERT_NONE
            shown = self.sock.getpeercert(binary_form=True) if unchecked else None
            self.certificate = hashlib.sha256(shown).hexdigest() if shown else None


class _Pool(HTTPConnectionPool):
    """Makes the connections of one host, all of which write into one recorder."""

    ConnectionCls = _TeeHTTP
    recorder: Recorder

    def _new_conn(self) -> Any:
        connection = super()._new_conn()
        assert isinstance(connection, _TeeHTTP)
        connection.recorder = self.recorder
        make = functools.partial(_Response, self.recorder)
        connection.response_class = make  # type: ignore[assignment]  # http.client only ever calls it
        return connection


class _PoolTLS(_Pool, HTTPSConnectionPool):
    ConnectionCls = _TeeHTTPS

    def _validate_conn(self, conn: Any) -> None:
        # urllib3's own would also warn about unchecked certificates; a relaxed profile is noted with each capture.
        if conn.is_closed:
            conn.connect()


class TeeAdapter(HTTPAdapter):
    """The transport of one Fetcher: one connection per host, nothing retried, nothing taken from the environment."""

    def __init__(self, recorder: Recorder, tls: Tls) -> None:
        self._recorder, self._tls = recorder, tls
        self._pools: dict[tuple[str, str], Any] = {}
        super().__init__(pool_connections=4, pool_maxsize=1, max_retries=Retry(total=0, redirect=False))

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Have connections made by our pools; called by requests."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _PoolTLS}

    def get_connection_with_tls_context(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Any:
        """Return the pool for an address, tied to our recorder; proxies are never used. Called by requests."""
        scheme, _, rest = (request.url or "").partition("://")
        origin = (scheme, rest.partition("/")[0])
        if origin not in self._pools:  # making its key anew for each request costs urllib3 more than sending it
            parts = urlsplit(request.url)
            tls = {"ssl_context": tls_context(self._tls)} if parts.scheme == "https" else {}
            pool = self.poolmanager.connection_from_host(parts.hostname, parts.port, parts.scheme, tls)
            pool.recorder = self._recorder
            self._pools.clear()  # one host, so one pool; after a redirect to https another
            self._pools[origin] = pool
        return self._pools[origin]

    def build_response(self, request: PreparedRequest, raw: Any) -> Response:
        """Return a response that holds no more than the cookies' source: all else is in the recorder. Called by requests."""
        response = Response()
        response.raw = raw
        return response

    def close(self) -> None:
        """Close the connections."""
        self._pools.clear()
        super().close()

    def cert_verify(self, *args: Any, **kwargs: Any) -> None:
        """Leave it to the context of the profile; requests would load the authorities again for each connection."""
