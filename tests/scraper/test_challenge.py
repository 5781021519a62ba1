"""Cookie challenges: what is one, what is answered, and how often."""

import gzip
from datetime import UTC, datetime

import pytest

from scraper.challenge import cookie_asked_for
from scraper.exchange import Exchange
from scraper.fetch import Fetcher
from tests.scraper.raw_server import Answer, RawServer, answer, ok

VALUE = "0123456789abcdef0123456789ABCDEF"


def challenge(value: str = VALUE, *, name: str = "D1N") -> bytes:
    """Return a page as laodong.vn sends it (2026): 177 bytes."""
    script = f'document.cookie="{name}={value}"+"; expires=Fri, 31 Dec 2099 23:59:59 GMT; path=/";window.location.reload(true);'
    return f"<html><body><script>{script}</script></body></html>".encode()


def exchange(body: bytes, *headers: tuple[str, str], status: int = 200) -> Exchange:
    now = datetime.now(UTC)
    return Exchange(url="http://a.vn/", started=now, duration=0.1, entity=body, status=status, headers=headers)


@pytest.mark.parametrize(
    "page",
    [
        challenge(),
        challenge().replace(b'"D1N', b"'D1N").replace(b'"+"', b"'+'").replace(b'/"', b"/'"),
        challenge().replace(b'="D1N', b' = "D1N').replace(b"window.location.reload(true)", b"location.href = '/'"),
        challenge().replace(b'"+"; expires', b"; expires"),
        b"\xef\xbb\xbf<!DOCTYPE html>\n" + challenge(),
    ],
)
def test_the_cookie_is_a_literal(page: bytes) -> None:
    assert cookie_asked_for(exchange(page)) == ("D1N", VALUE)
    assert cookie_asked_for(exchange(gzip.compress(page), ("Content-Encoding", "gzip"))) == ("D1N", VALUE)


@pytest.mark.parametrize(
    "other",
    [
        exchange(b""),
        exchange(challenge(), status=403),
        exchange(challenge(value="short")),
        exchange(challenge().replace(b"window.location.reload(true);", b"")),
        exchange(challenge() + b"<p>" + b"a" * 6000),
        exchange(b'<script>document.cookie="lang=vi";location.reload()</script>'),
        exchange(b'<script>document.cookie="D1N="+compute();location.reload()</script>'),
        exchange(gzip.compress(challenge() + b" " * 10_000), ("Content-Encoding", "gzip")),
        exchange(challenge(), ("Content-Encoding", "gzip")),
        exchange(challenge(name='x"; evil')),
    ],
)
def test_what_is_none(other: Exchange) -> None:
    assert cookie_asked_for(other) is None


def guarded(*, forgets: bool = False) -> RawServer:
    """Serve pages to those who bring the cookie; one that forgets wants another one each time."""
    seen = [0]

    def reply(request: bytes) -> Answer:
        seen[0] += 1
        if not forgets and f"D1N={VALUE}".encode() in request:
            return answer(ok(b"<p>Trang</p>"))
        return answer(ok(challenge(f"{seen[0]:032x}" if forgets else VALUE)))

    return RawServer(reply)


def fetcher() -> Fetcher:
    return Fetcher(user_agent="tintinh/0", allow_private=True)


def test_it_is_answered_at_the_next_request() -> None:
    with guarded() as server, fetcher() as f:
        first, second, third = (f.get(server.url) for _ in range(3))
        assert (first.challenge, first.entity) == ("answered", challenge())
        assert (second.challenge, second.entity, third.challenge) == (None, b"<p>Trang</p>", None)
        assert f"\r\nCookie: D1N={VALUE}\r\n".encode() in second.request
        with fetcher() as other:
            assert other.get(server.url).challenge == "answered", "each session has its own"


def test_it_is_answered_once() -> None:
    with guarded(forgets=True) as server, fetcher() as f:
        assert [f.get(server.url).challenge for _ in range(3)] == ["answered", "again", "again"]
    assert b"D1N=" + b"0" * 31 + b"1" in server.requests[2], "and the cookie is not changed any more"
