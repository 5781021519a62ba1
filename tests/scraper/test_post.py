"""POST, for the next page of a list: the bytes both ways, and that nothing of it is ever conditional or followed."""

import pytest

from scraper.fetch import Fetcher, Limits
from tests.scraper.raw_server import RawServer, answer, ok

FORM = "application/x-www-form-urlencoded"
BODY = b"__VIEWSTATE=%2FwEP%3D&__EVENTARGUMENT=Page%242"


def fetcher(*, allow_private: bool = True) -> Fetcher:
    return Fetcher(user_agent="tintinh/0", allow_private=allow_private, limits=Limits(silence=1.0, deadline=2.0))


def test_every_byte_is_kept() -> None:
    with RawServer([answer(ok(b"<p>2</p>"))]) as server, fetcher() as f:
        exchange = f.post(f"{server.url}tin?a=1", body=BODY, media_type=FORM)
    assert exchange.request == server.requests[0]
    assert exchange.request.startswith(b"POST /tin?a=1 HTTP/1.1\r\nHost: 127.0.0.1:")
    assert exchange.request.endswith(b"\r\n\r\n" + BODY)
    assert b"\r\nContent-Type: application/x-www-form-urlencoded\r\n" in exchange.request
    assert f"\r\nContent-Length: {len(BODY)}\r\n".encode() in exchange.request
    assert b"chunked" not in exchange.request
    assert b"If-" not in exchange.request
    assert (exchange.status, exchange.entity, exchange.failure) == (200, b"<p>2</p>", None)


@pytest.mark.parametrize("size", [0, 1, 3_000_000])
def test_bodies_of_any_size(size: int) -> None:
    with RawServer([answer(ok(b"a"))]) as server, fetcher() as f:
        exchange = f.post(server.url, body=b"x" * size, media_type=FORM)
        assert exchange.request == server.requests[0]
    assert exchange.request.endswith(b"\r\n\r\n" + b"x" * size)


def test_get_and_post_share_connection_and_cookies_and_nothing_else() -> None:
    with RawServer([answer(ok(b"a", "Set-Cookie: s=1")), answer(ok(b"b")), answer(ok(b"c"))]) as server, fetcher() as f:
        f.get(server.url, etag='"1"')
        f.post(server.url, body=BODY, media_type=FORM)
        f.get(server.url)
        assert server.connections == 1
    assert b"\r\nCookie: s=1\r\n" in server.requests[1]
    assert b"Content-" not in server.requests[2]


def test_a_redirect_is_not_followed() -> None:
    moved = b"HTTP/1.1 307 Moved\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n"
    with RawServer([answer(moved)]) as server, fetcher() as f:
        assert f.post(server.url, body=BODY, media_type=FORM).status == 307
        assert len(server.requests) == 1


def test_a_connection_that_was_closed_idly_is_replaced_once() -> None:
    with RawServer([answer(ok(b"a")), answer(b"", "close"), answer(ok(b"b"))]) as server, fetcher() as f:
        f.get(server.url)
        assert f.post(server.url, body=BODY, media_type=FORM).entity == b"b"
        assert [request[:4] for request in server.requests] == [b"GET ", b"POST", b"POST"]


def test_private_addresses_and_what_is_no_address() -> None:
    with fetcher(allow_private=False) as f:
        assert f.post("http://127.0.0.1:1/", body=BODY, media_type=FORM).failure == "forbidden_address"
        assert f.post("javascript:x", body=BODY, media_type=FORM).failure == "bad_address"


@pytest.mark.parametrize("media_type", ["a\r\nX-Evil: 1", "á", "a\n"])
def test_a_media_type_cannot_smuggle_a_header(media_type: str) -> None:
    with fetcher() as f, pytest.raises(ValueError, match="one line of ASCII"):
        f.post("http://127.0.0.1:1/", body=BODY, media_type=media_type)
