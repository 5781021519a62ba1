"""Reading responses: every awkward shape, whole and byte by byte."""

import gzip
import os
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.framing import Reader
from scraper.message import ContentError, Message, decode_content, message_of, read_response

BODY = "<p>Xin chào Hà Tĩnh</p>".encode()
LENGTH = b"Content-Length: %d\r\n" % len(BODY)
OK = b"HTTP/1.1 200 OK\r\n"
HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"


def byte_by_byte(block: bytes, method: str = "GET") -> Message:
    reader = Reader(method=method)
    for place in range(len(block)):
        reader.feed(block[place : place + 1])
    return message_of(reader)


# name, block, status, entity, complete
CASES = [
    ("plain", OK + LENGTH + b"\r\n" + BODY, 200, BODY, True),
    ("lf only", b"HTTP/1.1 200 OK\nContent-Length: 2\n\nab", 200, b"ab", True),
    ("lf only, body begins with lf", b"HTTP/1.1 200 OK\nContent-Length: 2\n\n\n\n", 200, b"\n\n", True),
    ("no headers", b"HTTP/1.1 200 OK\r\n\r\nab", 200, b"ab", True),
    ("no reason", b"HTTP/1.1 404\r\nContent-Length: 0\r\n\r\n", 404, b"", True),
    ("unknown status", b"HTTP/1.1 999 Denied\r\nContent-Length: 0\r\n\r\n", 999, b"", True),
    ("http/2 as browsers' archives write it", b"HTTP/2 200\r\ncontent-length: 2\r\n\r\nab", 200, b"ab", True),
    ("empty lines before", b"\r\n\r\n" + OK + b"Content-Length: 2\r\n\r\nab", 200, b"ab", True),
    ("surplus", OK + b"Content-Length: 2\r\n\r\nabcd", 200, b"ab", True),
    ("short", OK + b"Content-Length: 9\r\n\r\nabcd", 200, b"abcd", False),
    ("length twice", OK + b"Content-Length: 2\r\ncontent-length: 2\r\n\r\nabc", 200, b"ab", True),
    ("lengths that differ", OK + b"Content-Length: 2, 3\r\n\r\nabcd", 200, b"abcd", True),
    ("length that is none", OK + b"Content-Length: -2\r\n\r\nabcd", 200, b"abcd", True),
    ("length in Arabic digits", OK + "Content-Length: ٢\r\n\r\nabcd".encode(), 200, b"abcd", True),
    ("length and chunked", CHUNKED[:-2] + b"Content-Length: 1\r\n\r\n2\r\nab\r\n0\r\n\r\n", 200, b"ab", True),
    ("chunked", CHUNKED + b"2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n", 200, b"abcde", True),
    ("chunk extensions, trailers", CHUNKED + b"2;a=b\r\nab\r\n0;x\r\nX-T: 1\r\n\r\nrest", 200, b"ab", True),
    ("chunks in lf only", CHUNKED + b"2\nab\n0\n\n", 200, b"ab", True),
    ("chunk padded with spaces", CHUNKED + b"2  \r\nab\r\n0\r\n\r\n", 200, b"ab", True),
    ("chunked, last empty line missing", CHUNKED + b"2\r\nab\r\n0\r\n", 200, b"ab", True),
    ("chunk cut", CHUNKED + b"2\r\nab\r\n9\r\ncd", 200, b"abcd", False),
    ("chunk cut in the size", CHUNKED + b"2\r\nab\r\n9", 200, b"ab", False),
    ("chunk broken", CHUNKED + b"2\r\nab\r\nzz\r\ncd", 200, b"ab", False),
    ("chunk longer than said", CHUNKED + b"2\r\nabXX\r\n0\r\n\r\n", 200, b"ab", False),
    ("announced as chunked, but plain", CHUNKED + BODY, 200, BODY, True),
    ("huge chunk size", CHUNKED + b"f" * 17 + b"\r\nab", 200, b"f" * 17 + b"\r\nab", True),
    ("other transfer coding", OK + b"Transfer-Encoding: gzip\r\n\r\nab", 200, b"ab", True),
    ("identity transfer coding", OK + b"Transfer-Encoding: identity\r\nContent-Length: 1\r\n\r\nab", 200, b"a", True),
    ("304 with a length", b"HTTP/1.1 304 Not Modified\r\nContent-Length: 999\r\n\r\n", 304, b"", True),
    ("204", b"HTTP/1.1 204 No Content\r\n\r\n", 204, b"", True),
    ("100 then 200", b"HTTP/1.1 100 Continue\r\n\r\n" + OK + b"Content-Length: 2\r\n\r\nab", 200, b"ab", True),
    ("103 then 200", HINTS + OK + b"Content-Length: 2\r\n\r\nab", 200, b"ab", True),
    ("101", b"HTTP/1.1 101 Switching Protocols\r\n\r\n\x00\x01", 101, b"", True),
    ("chunk line without end", CHUNKED + b"2;" + b"x" * 5000, 200, b"2;" + b"x" * 5000, True),
    ("103 and nothing more", HINTS, None, b"", False),
    ("http/0.9", BODY, None, BODY, True),
    ("not http", b"SSH-2.0-OpenSSH_9.6\r\n", None, b"SSH-2.0-OpenSSH_9.6\r\n", True),
    ("http, but no status", b"HTTP/1.1 OK\r\n\r\nab", None, b"ab", True),
    ("header cut", OK + b"X-A: 1\r\nX-B", 200, b"", False),
    ("status line cut", b"HTTP/1.", None, b"", False),
    ("nothing", b"", None, b"", False),
    ("101 headers", OK + b"".join(b"X-%d: v\r\n" % n for n in range(101)) + LENGTH + b"\r\n" + BODY, 200, BODY, True),
    ("header of 70 KB", OK + b"X-Big: " + b"a" * 70_000 + b"\r\n" + LENGTH + b"\r\n" + BODY, 200, BODY, True),
]  # fmt: skip


@pytest.mark.parametrize(
    ("block", "status", "entity", "complete"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_reads(block: bytes, status: int | None, entity: bytes, complete: bool) -> None:
    message = read_response(block)
    assert (message.status, message.entity, message.complete) == (status, entity, complete)


@pytest.mark.parametrize("block", [case[1] for case in CASES], ids=[case[0] for case in CASES])
def test_pieces_do_not_matter(block: bytes) -> None:
    if len(block) < 10_000:
        assert byte_by_byte(block) == read_response(block)
    reader = Reader()
    for place in range(0, len(block), 997):
        reader.feed(block[place : place + 997])
    assert message_of(reader) == read_response(block)


def test_the_end_is_seen_as_soon_as_it_has_come() -> None:
    for name, block, _, _, complete in CASES:
        reader = Reader()
        reader.feed(block)
        may_end_unseen = reader.framing in ("close", "0.9") or reader.ends_in_silence
        assert reader.finished or may_end_unseen or not complete, name


def test_headers_keep_order_case_duplicates_and_every_byte() -> None:
    message = read_response(
        OK + b"SeT-CooKIe: a=1\r\nX-Fold: one\r\n two\r\n\tthree\r\nset-cookie: b=2\r\nX-A : 1\r\nX-B:2  \r\n"
        b"garbage\r\n: none\r\nX-Name: caf\xe9\r\nX-Nul: \x00\r\n\r\n"
    )
    assert message.headers == (
        ("SeT-CooKIe", "a=1"),
        ("X-Fold", "one two three"),
        ("set-cookie", "b=2"),
        ("X-A", "1"),
        ("X-B", "2"),
        ("X-Name", "café"),
        ("X-Nul", "\x00"),
    )
    assert message.header("SET-COOKIE") == "a=1"
    assert message.header("absent") is None
    assert message.problem is not None
    assert "garbage" in message.problem


def test_identity_is_no_transfer_coding() -> None:
    assert read_response(OK + b"Transfer-Encoding: identity\r\n\r\nab").problem is None
    assert "gzip" in (read_response(OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n").problem or "")


def test_header_length_is_the_offset_of_the_body_behind_interim_responses() -> None:
    block = b"HTTP/1.1 103 Early Hints\r\n\r\n" + OK + b"Content-Length: 2\r\n\r\nab"
    assert block[read_response(block).header_length :] == b"ab"


def test_head_has_no_body() -> None:
    message = read_response(OK + b"Content-Length: 99\r\n\r\n", method="HEAD")
    assert (message.entity, message.complete) == (b"", True)


def test_many_tiny_chunks_cost_no_more_than_their_bytes() -> None:
    tracemalloc.start()
    message = read_response(CHUNKED + b"1\r\na\r\n" * 50_000 + b"0\r\n\r\n")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert message.entity == b"a" * 50_000
    assert peak < 2_500_000  # a list of offsets would take 8 MB


@given(st.binary(max_size=300), st.sampled_from([b"", OK, CHUNKED, OK + b"Content-Length: 5\r\n"]))
def test_no_bytes_raise_and_no_byte_is_lost(data: bytes, start: bytes) -> None:
    reader = Reader()
    reader.feed(start + data)
    assert bytes(reader.block) == start + data
    assert byte_by_byte(start + data) == message_of(reader)


# --- content codings

TEXT = os.urandom(3000) + b"a" * 300_000


@pytest.mark.parametrize(
    ("entity", "encoding"),
    [
        (TEXT, None),
        (TEXT, ""),
        (TEXT, "identity"),
        (gzip.compress(TEXT), "gzip"),
        (gzip.compress(TEXT), "X-GZip"),
        (gzip.compress(TEXT), "identity, gzip"),
        (gzip.compress(TEXT[:1000]) + gzip.compress(TEXT[1000:]), "gzip"),
        (gzip.compress(TEXT) + b"surplus", "gzip"),
        (gzip.compress(TEXT) + b"\x1f\x8bsurplus", "gzip"),
        (zlib.compress(TEXT), "deflate"),
        (zlib.compress(TEXT)[2:-4], "deflate"),  # the bare stream of old servers
        (gzip.compress(zlib.compress(TEXT)), "deflate, gzip"),
    ],
)
def test_decodes(entity: bytes, encoding: str | None) -> None:
    assert decode_content(entity, encoding) == TEXT


@pytest.mark.parametrize("cut", [1, 9, 10, 11, 500, 3000])
def test_truncated_gzip_gives_what_there_is(cut: int) -> None:
    whole = gzip.compress(TEXT)
    decoded = decode_content(whole[:-cut], "gzip")
    assert TEXT.startswith(decoded)
    assert len(decoded) > 200 or cut > 1000


def test_gzip_without_its_checksum_gives_everything() -> None:
    assert decode_content(gzip.compress(TEXT)[:-8], "gzip") == TEXT


@pytest.mark.parametrize(
    ("entity", "encoding", "says"),
    [
        (b"<html>", "gzip", "broken"),
        (b"<html>", "deflate", "broken"),
        (b"x", "br", "'br'"),
        (b"x", "zstd", "'zstd'"),
        (b"x", "gzip, gzip, gzip", "3 content codings"),
        (gzip.compress(bytes(2000)), "gzip", "larger than 1999"),
        (zlib.compress(bytes(2000)), "deflate", "larger than 1999"),
        (gzip.compress(bytes(1999)) + gzip.compress(b"x"), "gzip", "larger than 1999"),
        (gzip.compress(gzip.compress(bytes(2000))), "gzip, gzip", "larger than 1999"),
    ],
)
def test_refuses(entity: bytes, encoding: str, says: str) -> None:
    with pytest.raises(ContentError, match=says):
        decode_content(entity, encoding, limit=1999)


def test_the_limit_itself_is_allowed() -> None:
    assert decode_content(gzip.compress(bytes(2000)), "gzip", limit=2000) == bytes(2000)


def test_a_bomb_costs_no_more_than_the_limit() -> None:
    bomb = zlib.compress(bytes(200 * 2**20), 1)
    tracemalloc.start()
    with pytest.raises(ContentError, match="larger"):
        decode_content(bomb, "deflate", limit=16 * 2**20)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 24 * 2**20
