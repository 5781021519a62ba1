"""Fetches one address and returns what happened as a value, byte for byte."""

import re
import time
from dataclasses import replace
from datetime import UTC, datetime
from http.client import HTTPException, HTTPMessage
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from requests import PreparedRequest
from requests.cookies import MockRequest, MockResponse, RequestsCookieJar, get_cookie_header
from requests.structures import CaseInsensitiveDict
from urllib3.exceptions import HTTPError

from scraper.address import BadAddress, normal
from scraper.challenge import cookie_asked_for
from scraper.exchange import Exchange
from scraper.recorder import Limits, Recorder
from scraper.tee import Tee
from scraper.tls import Tls

__all__ = ["Fetcher", "Limits", "Tls", "user_agent"]

_HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
_LINE_END = re.compile(r"[\r\n]")
# http.cookiejar meets a number that fits no float with a warning on stderr that speaks of a bug.
_BREAKS_COOKIEJAR = re.compile(r"max-age\s*=\s*\S{20}", re.IGNORECASE)
_MOST_COOKIES = 50  # a server that sets more is running wild; a request with all of them would be refused


def user_agent(contact: str) -> str:
    """Return the User-Agent of this program, with an address or URL where a server's operator finds us.

    Raises ValueError when `contact` is neither.
    """
    from importlib.metadata import PackageNotFoundError, version

    contact = contact.strip()
    if not contact.isascii() or not contact.isprintable() or " " in contact or not ("@" in contact or "://" in contact):
        raise ValueError(f"contact {contact!r}: give an e-mail address or a URL, so that operators can reach you")
    try:
        return f"tintinh/{version('tintinh')} (+{contact})"
    except PackageNotFoundError:  # run from a copy of the folders
        return f"tintinh/0 (+{contact})"


class Fetcher:
    """Fetches from one host, over one connection that is kept alive. For one thread at a time.

    `allow_private` permits loopback and private addresses. `tls` relaxes TLS as `scraper.tls.tls_context`
    says, and `tls_reason` then stands in each exchange. Cookies live as long as the Fetcher; so does the answer to a
    cookie challenge, which is given once: the exchange says so, and whoever asked asks again. Proxies, .netrc
    and certificate variables of the environment are not read: they would rewrite what is archived.
    """

    def __init__(
        self,
        *,
        user_agent: str,
        allow_private: bool = False,
        limits: Limits = Limits(),  # noqa: B008 - a frozen value
        tls: Tls = "strict",
        tls_reason: str | None = None,
    ) -> None:
        self._recorder = Recorder(limits, allow_private=allow_private)
        self._tee = Tee(self._recorder, tls)
        self._cookies = RequestsCookieJar()
        self._challenged = False
        self._tls_note = None if tls == "strict" else f"{tls}: {tls_reason or 'no reason given'}"
        # The same at every request: another Accept-Encoding is another representation with another ETag.
        self._headers = {"User-Agent": user_agent, "Accept": _HTML, "Accept-Encoding": "gzip, deflate"}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection; a later `get` opens a new one."""
        self._tee.close()

    def get(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None, accept: str | None = None
    ) -> Exchange:
        """Make one GET request; redirects are not followed.

        `etag` and `last_modified` are the values that the server gave before, verbatim; with them the answer
        may be a 304 (RFC 9110 §13.1). Whatever the network or the server does becomes a value: see Exchange.
        """
        try:
            address = normal(url)
        except BadAddress as error:
            return _no_address(url, error)
        headers = dict(self._headers)
        for name, value in (("Accept", accept), ("If-None-Match", etag), ("If-Modified-Since", last_modified)):
            if value and value.isascii() and value.isprintable():  # else better ask for the whole page
                headers[name] = value
        return self._asked("GET", address, headers, b"")

    def post(self, url: str, *, body: bytes, media_type: str) -> Exchange:
        """Make one POST request with a body of a media type; like `get`, but never conditional.

        For the next page of a list, which changes nothing on the server: only so may it be made again after a
        connection kept alive turned out to be closed (RFC 9110 §9.2.2). Raises ValueError for a media type with a line end.
        """
        if not media_type.isascii() or not media_type.isprintable():
            raise ValueError(f"media type {media_type!r}: it must be one line of ASCII")
        try:
            address = normal(url)
        except BadAddress as error:
            return _no_address(url, error)
        headers = dict(self._headers)
        headers["Content-Type"], headers["Content-Length"] = media_type, str(len(body))
        return self._asked("POST", address, headers, body)

    def _asked(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Exchange:
        exchange = self._exchange(method, url, headers, body)
        if exchange.failure in ("disconnect", "empty") and not self._recorder.fresh_connection:
            # The server closed the idle connection as we wrote: RFC 9110 §9.2.2 allows to ask again, once.
            exchange = self._exchange(method, url, headers, body)
        cookie = cookie_asked_for(exchange)
        if cookie is None:
            return exchange
        if self._challenged:
            return replace(exchange, challenge="again")
        self._challenged = True
        self._cookies.set(cookie.name, cookie.value, domain=urlsplit(url).hostname, path="/")
        return replace(exchange, challenge="answered")

    def _exchange(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Exchange:
        if len(self._cookies) and (cookie := self._cookies_for(url)):
            headers["Cookie"] = cookie
        recorder = self._recorder
        recorder.begin(method=method)
        started, clock = datetime.now(UTC), time.monotonic()
        try:
            self._tee.ask(method, url, headers, body)
        except (HTTPException, HTTPError, OSError, ValueError) as error:
            if not recorder.reader.block:
                recorder.fail("disconnect", " ".join(str(error).split()))
        self._take_cookies(url)
        value = self._value(url, started, time.monotonic() - clock)
        recorder.let_go()
        return value

    def _cookies_for(self, url: str) -> str | None:
        cookie: str | None = get_cookie_header(self._cookies, _request(url))  # type: ignore[no-untyped-call]  # as the stubs are
        return cookie if cookie and not _LINE_END.search(cookie) else None

    def _take_cookies(self, url: str) -> None:
        told = HTTPMessage()
        for name, value in self._recorder.reader.headers:
            if name.lower() == "set-cookie" and not _BREAKS_COOKIEJAR.search(value):
                told[name] = value
        if told:
            self._cookies.extract_cookies(MockResponse(told), MockRequest(_request(url)))  # type: ignore[arg-type]  # as above
            if len(self._cookies) > _MOST_COOKIES:
                self._cookies.clear()

    def _value(self, url: str, started: datetime, duration: float) -> Exchange:
        """Turn what the recorder holds into a value."""
        recorder, reader = self._recorder, self._recorder.reader
        protocols = [f"http/{reader.version or '0.9'}"] if reader.block else []
        return Exchange(
            url=url,
            started=started,
            duration=duration,
            request=bytes(recorder.request),
            response=bytes(reader.block),
            entity=reader.entity(),
            status=reader.status,
            headers=tuple(reader.headers),
            ip=recorder.ip,
            protocols=(*protocols, recorder.tls) if recorder.tls else tuple(protocols),
            truncated=recorder.truncated,
            failure=recorder.failure,
            failure_detail=recorder.detail,
            tls_note=self._note() if url.startswith("https:") else None,
        )

    def _note(self) -> str | None:
        """Return what was relaxed for this exchange, with the digest of a certificate that nobody checked."""
        shown = self._recorder.certificate
        return f"{self._tls_note}; certificate sha256:{shown}, not checked" if shown else self._tls_note


def _request(url: str) -> PreparedRequest:
    request = PreparedRequest()
    request.url, request.headers = url, CaseInsensitiveDict()
    return request


def _no_address(url: str, error: BadAddress) -> Exchange:
    return Exchange(url=url, started=datetime.now(UTC), duration=0.0, failure="bad_address", failure_detail=str(error))
