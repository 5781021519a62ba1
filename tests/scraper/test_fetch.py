"""Fetching over a real socket: exact bytes both ways, limits, failures, threads."""

import hashlib
import os
import random
import socket
import ssl
import threading
import time
import tracemalloc
import zlib
from pathlib import Path
from typing import Any

import pytest

from scraper.exchange import Exchange
from scraper.fetch import Fetcher, Limits, Tls, user_agent
from scraper.message import ContentError, decode_content
from scraper.tls import tls_context
from tests.scraper.raw_server import After, Answer, RawServer, answer, ok

QUICK = Limits(connect=1.0, silence=0.4, deadline=1.5, max_bytes=100_000)
PROFILES: tuple[Tls, ...] = ("strict", "legacy_renegotiation", "weak_dh", "incomplete_chain")
OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
BODY = "<p>Xin chào</p>".encode() * 50
LENGTH = b"Content-Length: %d\r\n\r\n" % len(BODY)


def fetcher(limits: Limits = QUICK, *, allow_private: bool = True) -> Fetcher:
    return Fetcher(user_agent="tintinh/0 (+mailto:a@b.vn)", allow_private=allow_private, limits=limits)


def get(reply: Answer, limits: Limits = QUICK) -> Exchange:
    with RawServer([reply]) as server, fetcher(limits) as f:
        return f.get(server.url)


def test_a_plain_exchange() -> None:
    with RawServer([answer(ok(BODY, 'ETag: W/"1"'))]) as server, fetcher() as f:
        exchange = f.get(f"{server.url}tin?a=1&b=%e1")
    assert exchange.url == f"{server.url}tin?a=1&b=%E1"
    assert exchange.response == ok(BODY, 'ETag: W/"1"')
    assert exchange.request == server.requests[0]
    assert exchange.request.startswith(b"GET /tin?a=1&b=%E1 HTTP/1.1\r\nHost: 127.0.0.1:")
    assert b"\r\nAccept-Encoding: gzip, deflate\r\n" in exchange.request
    assert b"\r\nUser-Agent: tintinh/0 (+mailto:a@b.vn)\r\n" in exchange.request
    assert (exchange.status, exchange.entity, exchange.header("etag")) == (200, BODY, 'W/"1"')
    assert (exchange.ip, exchange.protocols) == ("127.0.0.1", ("http/1.1",))
    assert (exchange.truncated, exchange.failure, exchange.failure_detail, exchange.tls_note) == (None, None, "", None)
    assert exchange.started.utcoffset() is not None
    assert 0 < exchange.duration < 1


# name, bytes, what the server does next, status, entity, truncated, failure
AWKWARD: list[tuple[str, bytes, After, int | None, bytes, str | None, str | None]] = [
    ("chunk extensions", CHUNKED + b"2;a=b\r\nab\r\n0\r\nX-T: 1\r\n\r\n", "keep-alive", 200, b"ab", None, None),
    ("duplicates and folds", OK + b"a: 1\r\n 2\r\nA: 3\r\n" + LENGTH + BODY, "keep-alive", 200, BODY, None, None),
    ("garbage line", OK + b"garbage\r\n" + LENGTH + BODY, "keep-alive", 200, BODY, None, None),
    ("lf only", b"HTTP/1.1 200 OK\nContent-Length: 2\n\nab", "keep-alive", 200, b"ab", None, None),
    ("103 then 200", b"HTTP/1.1 103 Early Hints\r\n\r\n" + OK + LENGTH + BODY, "keep-alive", 200, BODY, None, None),
    ("304", b"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", "keep-alive", 304, b"", None, None),
    ("500", b"HTTP/1.1 500 Oops\r\n" + LENGTH + BODY, "keep-alive", 500, BODY, None, None),
    ("101 headers", OK + b"X: v\r\n" * 101 + LENGTH + BODY, "keep-alive", 200, BODY, None, None),
    ("header of 64 KB", OK + b"X: " + b"a" * 65_600 + b"\r\n" + LENGTH + BODY, "keep-alive", 200, BODY, None, None),
    ("surplus", OK + b"Content-Length: 2\r\n\r\nab" + b"surplus" * 9, "keep-alive", 200, b"ab", None, None),
    ("no length", OK + b"\r\n" + BODY, "close", 200, BODY, None, None),
    ("http/0.9", BODY, "close", None, BODY, None, "protocol"),
    ("other protocol", b"SSH-2.0-OpenSSH\r\n", "close", None, b"SSH-2.0-OpenSSH\r\n", None, "protocol"),
    ("short body", OK + b"Content-Length: 9999\r\n\r\n" + BODY, "close", 200, BODY, "disconnect", None),
    ("cut chunk", CHUNKED + b"9\r\nabc", "close", 200, b"abc", "disconnect", None),
    ("reset", OK + b"Content-Length: 9999\r\n\r\n" + BODY, "rst", 200, BODY, "disconnect", None),
    ("header cut", OK + b"X-A: 1\r\nX-", "close", 200, b"", "disconnect", None),
    ("bad chunk, kept alive", CHUNKED + b"2\r\nab\r\nzz\r\n", "keep-alive", 200, b"ab", "time", None),
    ("stalls in the body", OK + b"Content-Length: 9999\r\n\r\n" + BODY, "keep-alive", 200, BODY, "time", None),
    ("stalls in the header", OK + b"X-A: 1", "keep-alive", 200, b"", "time", None),
    ("empty reply", b"", "close", None, b"", None, "empty"),
    ("reset without a byte", b"", "rst", None, b"", None, "disconnect"),
    ("silent", b"", "keep-alive", None, b"", None, "timeout"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "after", "status", "entity", "truncated", "failure"), [a[1:] for a in AWKWARD], ids=[a[0] for a in AWKWARD]
)
def test_every_byte_is_kept(
    data: bytes, after: After, status: int | None, entity: bytes, truncated: str | None, failure: str | None
) -> None:
    exchange = get(answer(data, after))
    assert exchange.response == data
    assert (exchange.status, exchange.entity) == (status, entity)
    assert (exchange.truncated, exchange.failure) == (truncated, failure)
    assert bool(exchange.failure_detail) == bool(failure)
    assert "\n" not in exchange.failure_detail


def test_a_body_larger_than_one_read_is_exact() -> None:
    body = os.urandom(3_000_000)
    assert get(answer(ok(body)), Limits()).response == ok(body)


def test_byte_cap_keeps_exactly_so_many_bytes() -> None:
    body = os.urandom(200_000)
    exchange = get(answer(ok(body)))
    assert exchange.response == ok(body)[:100_000]
    assert (exchange.truncated, exchange.failure) == ("length", None)


@pytest.mark.parametrize("surplus", [b"", b"x" * 5000])
def test_an_answer_of_just_the_allowed_size_is_whole(surplus: bytes) -> None:
    whole = ok(b"a" * 50_000)
    exchange = get(answer(whole + surplus), Limits(max_bytes=len(whole)))
    assert (exchange.response, exchange.truncated) == (whole, None)


def test_byte_cap_bounds_an_endless_header() -> None:
    exchange = get(answer(OK + b"X: " + b"a" * 300_000))
    assert len(exchange.response) == 100_000
    assert exchange.truncated == "length"


def test_slow_drip_ends_at_the_deadline_with_what_came() -> None:
    drip = Answer(pieces=(OK + b"Content-Length: 1000\r\n\r\n", *[b"x"] * 1000), pause=0.1)
    exchange = get(drip)
    assert (exchange.truncated, exchange.failure, exchange.status) == ("time", None, 200)
    assert 1.4 < exchange.duration < 2.2
    assert 5 < len(exchange.entity) < 20


def test_slow_drip_of_the_header_ends_too() -> None:
    exchange = get(Answer(pieces=(b"HTTP/1.1 ", *[b"2"] * 100), pause=0.1))
    assert exchange.duration < 2.2
    assert (exchange.truncated, exchange.failure) == ("time", "protocol")


def test_a_stall_ends_at_the_deadline_although_silence_is_allowed_longer() -> None:
    exchange = get(answer(OK + b"Content-Length: 9\r\n\r\na"), Limits(silence=5.0, deadline=0.5))
    assert exchange.truncated == "time"
    assert exchange.duration < 1


@pytest.mark.parametrize(
    "data",
    [
        CHUNKED + b"2\r\nab\r\nzz\r\n",
        CHUNKED + b"2\r\nab\r\n0\r\n",
        CHUNKED + BODY,
        OK + b"Content-Length: many\r\n\r\n" + BODY,
        BODY,
    ],
)
def test_where_no_end_can_be_known_waiting_is_short(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scraper.recorder._LINGER", 0.2)
    exchange = get(answer(data), Limits(silence=5.0))
    assert exchange.response == data
    assert exchange.truncated == (None if data.endswith(b"0\r\n") else "time")
    assert exchange.duration < 1


def test_minimum_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scraper.recorder._RATE_AFTER", 0.3)
    drip = Answer(pieces=(OK + b"Content-Length: 1000\r\n\r\n", *[b"x"] * 1000), pause=0.05)
    exchange = get(drip, Limits(minimum_rate=200.0))
    assert exchange.truncated == "time"
    assert 0.25 < exchange.duration < 1.2


def test_a_steady_slow_answer_above_the_minimum_rate_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scraper.recorder._RATE_AFTER", 0.2)
    pieces = (OK + b"Content-Length: 1000\r\n\r\n", *[b"x" * 100] * 10)
    assert get(Answer(pieces=pieces, pause=0.05), Limits(minimum_rate=200.0)).truncated is None


# --- the connection


def test_one_connection_is_kept_alive() -> None:
    with (
        RawServer([answer(ok(b"a")), answer(CHUNKED + b"1\r\nb\r\n0\r\n\r\n"), answer(ok(b"c"))]) as server,
        fetcher() as f,
    ):
        assert [f.get(server.url).entity for _ in range(5)] == [b"a", b"b", b"c", b"c", b"c"]
        assert server.connections == 1


@pytest.mark.parametrize(
    "first",
    [
        OK + b"Connection: close\r\nContent-Length: 1\r\n\r\na",
        b"HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na",
        OK + b"Content-Length: 1\r\n\r\naHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil",
    ],
)
def test_a_connection_in_doubt_is_not_used_again(first: bytes) -> None:
    with RawServer([answer(first), answer(ok(b"b"))]) as server, fetcher() as f:
        assert f.get(server.url).response == first
        assert f.get(server.url).entity == b"b"
        assert server.connections == 2


def test_http_10_keeps_alive_when_it_says_so() -> None:
    reply = b"HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 1\r\n\r\na"
    with RawServer([answer(reply)]) as server, fetcher() as f:
        assert [f.get(server.url).protocols for _ in range(2)] == [("http/1.0",)] * 2
        assert server.connections == 1


@pytest.mark.parametrize("end", ["close", "rst"])
def test_an_idle_connection_that_was_closed_is_replaced_once(end: After) -> None:
    with RawServer([answer(ok(b"a")), answer(b"", end), answer(ok(b"b"))]) as server, fetcher() as f:
        f.get(server.url)
        exchange = f.get(server.url)
        assert (exchange.entity, exchange.failure) == (b"b", None)
        assert (len(server.requests), server.connections) == (3, 2)


def test_only_once() -> None:
    with RawServer([answer(ok(b"a")), answer(b"", "close")]) as server, fetcher() as f:
        f.get(server.url)
        assert f.get(server.url).failure == "empty"
        assert len(server.requests) == 3


def test_a_fresh_connection_is_not_tried_again() -> None:
    with RawServer([answer(b"", "close")]) as server, fetcher() as f:
        assert f.get(server.url).failure == "empty"
        assert len(server.requests) == 1


def test_an_answer_that_broke_off_is_not_asked_for_again() -> None:
    with RawServer([answer(ok(b"a")), answer(OK, "close")]) as server, fetcher() as f:
        f.get(server.url)
        assert f.get(server.url).truncated == "disconnect"
        assert len(server.requests) == 2


def test_nothing_of_one_exchange_reaches_the_next() -> None:
    replies = [answer(b"garbage", "close"), answer(ok(b"a")), answer(b"", "close"), answer(ok(b"b"))]
    with RawServer(replies) as server, fetcher() as f:
        assert f.get(server.url).failure == "protocol"
        good = f.get(server.url)
        assert (good.response, good.failure, good.failure_detail) == (ok(b"a"), None, "")


def test_a_fetcher_works_again_after_close() -> None:
    with RawServer([answer(ok(b"a"))]) as server, fetcher() as f:
        f.get(server.url)
        f.close()
        assert f.get(server.url).status == 200


def test_an_answer_counts_although_the_request_could_not_be_sent_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    class Breaking:
        """A socket over which everything goes, but which says that it broke."""

        def __init__(self, sock: socket.socket) -> None:
            self.sock = sock

        def __getattr__(self, name: str) -> Any:
            return getattr(self.sock, name)

        def sendall(self, data: bytes) -> None:
            self.sock.sendall(data)
            raise BrokenPipeError

    with RawServer([answer(ok(b"a")), answer(ok(b"b"))]) as server, fetcher() as f:
        f.get(server.url)
        connection = f._tee._connection
        assert connection is not None
        monkeypatch.setattr(connection, "sock", Breaking(connection.sock))
        exchange = f.get(server.url)
    assert (exchange.entity, exchange.failure, exchange.failure_detail) == (b"b", None, "")


def test_redirects_are_not_followed_and_nothing_is_retried() -> None:
    moved = b"HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n"
    busy = b"HTTP/1.1 503 Busy\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n"
    with RawServer([answer(moved), answer(busy)]) as server, fetcher() as f:
        first, second = f.get(server.url), f.get(server.url)
        assert (first.status, first.header("location"), second.status) == (302, "/x", 503)
        assert len(server.requests) == 2


# --- the request


def test_validators_are_sent_verbatim() -> None:
    with RawServer([answer(ok(b""))]) as server, fetcher() as f:
        f.get(server.url, etag='W/"a-gzip"', last_modified="Sun, 22 Nov 2026 03:00:00 GMT", accept="application/xml")
    assert b'\r\nIf-None-Match: W/"a-gzip"\r\n' in server.requests[0]
    assert b"\r\nIf-Modified-Since: Sun, 22 Nov 2026 03:00:00 GMT\r\n" in server.requests[0]
    assert b"\r\nAccept: application/xml\r\n" in server.requests[0]


def test_a_validator_cannot_smuggle_a_header() -> None:
    with RawServer([answer(ok(b""))]) as server, fetcher() as f:
        assert f.get(server.url, etag='"a"\r\nX-Evil: 1').status == 200
    assert b"Evil" not in server.requests[0]


@pytest.mark.parametrize(
    "target", ["a b", "tin-tức", "a[1]|2", "100%", "%e1%bb%a9", "a;b=(c)", "x?q=a b&r=[1]", 'a"<>^`{}']
)
def test_the_address_in_the_value_is_the_one_that_was_asked_for(target: str) -> None:
    with RawServer([answer(ok(b""))]) as server, fetcher() as f:
        exchange = f.get(server.url + target)
    assert f"GET {exchange.url[len(server.url) - 1 :]} HTTP/1.1\r\n".encode() in server.requests[0]


def test_cookies_live_as_long_as_the_fetcher() -> None:
    with RawServer([answer(ok(b"", "Set-Cookie: D1N=abc; path=/", "Set-Cookie: b=2")), answer(ok(b""))]) as server:
        with fetcher() as f:
            f.get(server.url)
            exchange = f.get(server.url)
            f.get(server.url)
        with fetcher() as other:
            other.get(server.url)
    assert b"\r\nCookie: " in exchange.request
    assert b"D1N=abc" in server.requests[1]
    assert b"b=2" in server.requests[2]
    assert b"Cookie" not in server.requests[0] + server.requests[3]


def test_a_flood_of_cookies_is_dropped() -> None:
    flood = [f"Set-Cookie: c{n}=1" for n in range(60)]
    with RawServer([answer(ok(b"", *flood)), answer(ok(b""))]) as server, fetcher() as f:
        f.get(server.url)
        f.get(server.url)
    assert b"Cookie" not in server.requests[1]


def test_a_cookie_that_upsets_the_cookie_jar_is_passed_over() -> None:
    hostile = ok(
        b"a", "Set-Cookie: a=1; max-age=" + "9" * 400, "Set-Cookie: b=2", "Set-Cookie: ;;\xff=\x00", "Set-Cookie:"
    )
    with RawServer([answer(hostile)]) as server, fetcher() as f:
        assert f.get(server.url).response == hostile
        f.get(server.url)
    assert b"\r\nCookie: b=2\r\n" in server.requests[1]


def test_ipv6() -> None:
    try:
        listener = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("this machine has no IPv6")
    with listener, fetcher() as f:
        exchange = f.get(f"http://[::1]:{listener.getsockname()[1]}/")
    assert (exchange.ip, exchange.failure) == ("::1", "timeout")
    assert b"\r\nHost: [::1]:" in exchange.request


def test_the_environment_does_not_redirect_us(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    monkeypatch.setenv("all_proxy", "http://127.0.0.1:9/")
    assert get(answer(ok(b"a"))).status == 200


# --- what does not get as far as an answer


@pytest.mark.parametrize(
    "url", ["", "tin.html", "javascript:void(0)", "http://", "http://[::1", "ftp://a.vn/", "http://a..vn/"]
)
def test_bad_addresses(url: str) -> None:
    with fetcher() as f:
        exchange = f.get(url)
    assert (exchange.failure, exchange.url, exchange.request) == ("bad_address", url, b"")
    assert exchange.failure_detail


def test_refused_connection() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with fetcher() as f:
        exchange = f.get(f"http://127.0.0.1:{port}/")
    assert (exchange.failure, exchange.request, exchange.response) == ("connect", b"", b"")
    assert str(port) in exchange.failure_detail


def test_unknown_host(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr("socket.getaddrinfo", fail)
    with fetcher() as f:
        exchange = f.get("https://khongco.vn/")
    assert exchange.failure == "dns"
    assert exchange.failure_detail == "khongco.vn does not resolve: Name or service not known"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0x7f.1", "2130706433"])
def test_private_addresses_are_refused_before_a_byte_is_sent(host: str) -> None:
    with RawServer([answer(ok(b"secret"))]) as server, fetcher(allow_private=False) as f:
        exchange = f.get(f"http://{host}:{server.port}/")
        time.sleep(0.05)
        assert (exchange.failure, exchange.request, exchange.response) == ("forbidden_address", b"", b"")
        assert "private" in exchange.failure_detail
        assert (server.requests, server.connections) == ([], 0)


def test_a_name_that_leads_to_a_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with RawServer([answer(ok(b"secret"))]) as server, fetcher(allow_private=False) as f:
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", server.port))]
        monkeypatch.setattr("socket.getaddrinfo", lambda *args, **kwargs: found)
        exchange = f.get("http://rebound.vn/")
        time.sleep(0.05)
        assert (exchange.failure, server.requests, server.connections) == ("forbidden_address", [], 0)


def test_keyboard_interrupt_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    with RawServer([answer(ok(b"a"))]) as server, fetcher() as f:
        with monkeypatch.context() as patch:
            patch.setattr("scraper.recorder.Recorder.receive", interrupt)
            with pytest.raises(KeyboardInterrupt):
                f.get(server.url)
        assert f.get(server.url).entity == b"a"


# --- TLS


def test_tls_is_strict() -> None:
    with RawServer([answer(ok(b"a"))], tls=True) as server, fetcher() as f:
        exchange = f.get(server.url)
    assert (exchange.failure, exchange.request, server.requests) == ("tls", b"", [])
    assert "certificate" in exchange.failure_detail


@pytest.mark.parametrize("tls", ["legacy_renegotiation", "weak_dh"])
def test_these_profiles_still_check_the_certificate(tls: Tls) -> None:
    with (
        RawServer([answer(ok(b"a"))], tls=True) as server,
        Fetcher(user_agent="x", allow_private=True, limits=QUICK, tls=tls, tls_reason="seen") as f,
    ):
        assert f.get(server.url).failure == "tls"


def test_profiles_relax_no_more_than_they_say() -> None:
    legacy = 0x4  # SSL_OP_LEGACY_SERVER_CONNECT
    plain = ssl.create_default_context()
    level = {tls: tls_context(tls).security_level for tls in PROFILES}
    assert level == dict.fromkeys(PROFILES, plain.security_level) | {"weak_dh": 1}
    assert [tls for tls in PROFILES if tls_context(tls).options & legacy] == ["legacy_renegotiation"]
    assert [tls for tls in PROFILES if tls_context(tls).verify_mode != ssl.CERT_REQUIRED] == ["incomplete_chain"]
    assert [tls for tls in PROFILES if not tls_context(tls).check_hostname] == ["incomplete_chain"]
    assert tls_context("strict").minimum_version == plain.minimum_version


def test_a_relaxed_profile_is_noted() -> None:
    with (
        RawServer([answer(ok(BODY)), answer(ok(b"b"))], tls=True) as server,
        Fetcher(user_agent="x", allow_private=True, limits=QUICK, tls="incomplete_chain", tls_reason="May 2026") as f,
    ):
        exchange = f.get(server.url)
        again = f.get(server.url)
        assert server.connections == 1
    assert exchange.response == ok(BODY)
    assert exchange.request == server.requests[0]
    assert exchange.protocols == again.protocols == ("http/1.1", "tls/1.3")
    assert exchange.ip == again.ip == "127.0.0.1"
    pem = (Path(__file__).parent / "loopback.pem").read_text()
    certificate = ssl.PEM_cert_to_DER_cert(pem[pem.index("-----BEGIN CERTIFICATE") :])
    digest = hashlib.sha256(certificate).hexdigest()
    assert (
        exchange.tls_note == again.tls_note == f"incomplete_chain: May 2026; certificate sha256:{digest}, not checked"
    )


def test_plain_http_on_a_tls_port_and_the_reverse() -> None:
    with RawServer([answer(ok(b"a"))], tls=True) as server, fetcher() as f:
        assert f.get(server.url.replace("https", "http")).failure in ("empty", "disconnect", "protocol")
    with RawServer([answer(ok(b"a"))]) as server, fetcher() as f:
        exchange = f.get(server.url.replace("http", "https"))
        assert exchange.failure in ("tls", "timeout", "disconnect")


# --- together


def test_eight_threads_each_with_its_own_fetcher() -> None:
    def reply(request: bytes) -> Answer:
        chance = random.Random(request.split()[1])
        body = chance.randbytes(chance.randrange(50_000))
        if chance.random() < 0.5:
            return answer(ok(body))
        return answer(CHUNKED + b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body) if body else CHUNKED + b"0\r\n\r\n")

    wrong: list[str] = []

    def work(worker: int) -> None:
        with fetcher(Limits()) as f:
            for number in range(40):
                exchange = f.get(f"{server.url}{worker}/{number}")
                expected = reply(exchange.request).pieces[0]
                asked = f"GET /{worker}/{number} HTTP/1.1".encode()
                if exchange.response != expected or not exchange.request.startswith(asked):
                    wrong.append(exchange.url)

    with RawServer(reply) as server:
        threads = [threading.Thread(target=work, args=(worker,)) for worker in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (wrong, len(server.requests), server.connections) == ([], 320, 8)


def test_a_gzip_bomb_is_kept_as_it_came_and_decoded_within_bounds() -> None:
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(2**20)) for _ in range(80)) + packer.flush()
    exchange = get(answer(ok(bomb, "Content-Encoding: gzip")))
    assert exchange.entity == bomb
    tracemalloc.start()
    with pytest.raises(ContentError, match="larger"):
        decode_content(exchange.entity, exchange.header("content-encoding"), limit=8 * 2**20)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12 * 2**20


def test_it_is_quick_enough() -> None:
    with RawServer([answer(ok(BODY))]) as server, fetcher(Limits()) as f:
        f.get(server.url)
        started = time.process_time()
        for _ in range(300):
            f.get(server.url)
        assert time.process_time() - started < 0.6  # the server's share included: more than 500 a second


# --- user agent


def test_user_agent_names_a_contact() -> None:
    assert user_agent("mailto:kho@luutru.vn").endswith(" (+mailto:kho@luutru.vn)")
    assert user_agent("https://luutru.vn/bot").startswith("tintinh/")


@pytest.mark.parametrize("contact", ["", " ", "nobody", "a@b.vn\r\nX-Evil: 1", "a@b.vn x", "thư@b.vn", "a@b\x00"])
def test_user_agent_refuses(contact: str) -> None:
    with pytest.raises(ValueError, match="e-mail address or a URL"):
        user_agent(contact)
