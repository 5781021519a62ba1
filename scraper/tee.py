"""The connection of a Fetcher, which keeps the exact bytes both ways.

urllib3 opens it, with or without TLS; no module is patched. The request is written and the response is read here:
http.client gives up on a header line without a colon, on the 101st header and on a line of 64 KB, and takes 103 for the
answer; and what it, urllib3's pools and requests make of one request costs three times as much as all the rest of it.
"""

import hashlib
import http.client
import socket
import ssl
from collections.abc import Mapping
from urllib.parse import urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection

from scraper.peer import ForbiddenAddress, open_connection
from scraper.recorder import Recorder
from scraper.tls import Tls, tls_context, why_failed


class _TeeHTTP(HTTPConnection):
    """A plain connection that writes into `recorder`."""

    recorder: Recorder  # set by the Tee
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


class Tee:
    """One connection, to the host asked last; it is kept open, and opened anew when the server has closed it.

    Nothing is retried, no redirect is followed, nothing is taken from the environment.
    """

    def __init__(self, recorder: Recorder, tls: Tls) -> None:
        self._recorder, self._tls = recorder, tls
        self._origin = ("", "")
        self._connection: _TeeHTTP | None = None

    def ask(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> None:
        """Send one request, for an address as `scraper.address.normal` gives it, and have the recorder take the answer.

        Raises what http.client, urllib3, ssl and sockets raise; why there is no answer, the recorder knows.
        """
        scheme, _, rest = url.partition("://")
        host, _, target = rest.partition("/")
        connection, recorder = self._connected(scheme, host, url), self._recorder
        recorder.ip, recorder.tls, recorder.certificate = connection.ip, connection.tls, connection.certificate
        lines = [f"{method} /{target} HTTP/1.1", f"Host: {host}", *(f"{name}: {headers[name]}" for name in headers)]
        recorder.request += "\r\n".join((*lines, "", "")).encode("latin-1") + body
        try:
            connection.sock.settimeout(max(0.001, min(recorder.limits.connect, recorder.time_left())))
            connection.sock.sendall(recorder.request)
        except BrokenPipeError:
            pass  # a server may answer, and close, before it has taken the whole request
        except OSError as error:
            recorder.fail("disconnect", f"the connection broke while the request was sent: {error}")
            self.close()
            raise
        recorder.receive(connection.sock)
        if _is_of_no_further_use(recorder):
            self.close()

    def _connected(self, scheme: str, host: str, url: str) -> _TeeHTTP:
        if self._origin != (scheme, host):
            self.close()
            parts = urlsplit(url)
            name = parts.hostname or ""
            if scheme == "https":
                self._connection = _TeeHTTPS(name, parts.port or 443, ssl_context=tls_context(self._tls))
            else:
                self._connection = _TeeHTTP(name, parts.port or 80)
            self._connection.recorder, self._origin = self._recorder, (scheme, host)
        connection = self._connection
        assert connection is not None
        if not connection.is_connected:
            connection.close()
            connection.connect()
        return connection

    def close(self) -> None:
        """Close the connection; the next request opens it again."""
        if self._connection:
            self._connection.close()


def _is_of_no_further_use(recorder: Recorder) -> bool:
    """Say whether a connection ends with this answer: RFC 9112 §9.3, or its state is in doubt."""
    reader = recorder.reader
    if not reader.finished or recorder.server_closed or recorder.truncated or len(reader.block) > reader.body_end:
        return True
    options = reader.values("connection")
    return "close" in options or (reader.version == "1.0" and "keep-alive" not in options)
