"""ISA-L beside zlib on members that are sound, damaged and cut off: never a crash, never other bytes, the same verdict."""

import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from isal import isal_zlib

from scraper.gunzip import gunzip_whole
from scraper.message import ContentError, decode_content, gunzip

LIMIT = 1 << 20
PAGE = "".join(f"<p class='tin'>Tin số {number} của tỉnh</p>" for number in range(3000)).encode()
contents = st.one_of(st.binary(max_size=400), st.sampled_from([b"", b"a", PAGE, PAGE[:700], bytes(70_000)]))
makers = st.sampled_from(
    [
        *(lambda data, level=level: zlib.compress(data, level, wbits=31) for level in (0, 1, 4, 6, 9)),
        *(lambda data, level=level: isal_zlib.compress(data, level, wbits=31) for level in (0, 1, 2, 3)),
    ]
)


def by_zlib(data: bytes) -> tuple[bytes, int] | None:
    inflate = zlib.decompressobj(wbits=31)
    try:
        content = inflate.decompress(data, LIMIT)
    except zlib.error:
        return None
    return (content, len(data) - len(inflate.unused_data)) if inflate.eof else None


def with_fields(member: bytes, flags: int) -> bytes:
    """Return a member with the optional fields of RFC 1952 §2.3 that these flags announce."""
    head = bytearray(member[:10])
    head[3] = flags
    fields = (
        (b"\x03\0abc" if flags & 4 else b"") + (b"name\0" if flags & 8 else b"") + (b"note\0" if flags & 16 else b"")
    )
    made = bytes(head) + fields
    return made + (struct.pack("<H", zlib.crc32(made) & 0xFFFF) if flags & 2 else b"") + member[10:]


@st.composite
def members(draw: st.DrawFn) -> bytes:
    """Return a member with or without optional fields, flipped bits, a missing tail, and something behind it."""
    data = bytearray(draw(makers)(draw(contents)))
    if draw(st.booleans()):
        data = bytearray(with_fields(bytes(data), draw(st.integers(0, 255))))
    places = st.one_of(st.integers(0, len(data) - 1), st.integers(0, min(40, len(data) - 1)))
    for place in draw(st.lists(places, max_size=3)):
        data[place] ^= 1 << draw(st.integers(0, 7))
    if draw(st.booleans()):
        data = data[: draw(st.integers(0, len(data)))]
    return bytes(data) + draw(st.sampled_from([b"", b"\0", b"WARC/1.1", zlib.compress(b"next", wbits=31)]))


@settings(max_examples=1500, deadline=None)
@given(members())
def test_the_same_verdict_as_zlib(data: bytes) -> None:
    assert gunzip_whole(data, LIMIT, exact=True) == by_zlib(data)
    found, expected = gunzip_whole(data, LIMIT), by_zlib(data)
    if expected is None and found is not None:  # a code that never occurs: the content is proven by its check sum
        content, taken = found
        assert data[taken - 8 : taken] == struct.pack("<II", zlib.crc32(content), len(content))
    else:
        assert found == expected


@pytest.mark.parametrize("exact", [False, True])
def test_a_member_is_taken_only_whole_and_below_the_limit(exact: bool) -> None:
    member = zlib.compress(PAGE, wbits=31)
    assert gunzip_whole(member + b"more", len(PAGE) + 1, exact=exact) == (PAGE, len(member))
    assert gunzip_whole(member, len(PAGE) // 2, exact=exact) is None
    assert gunzip_whole(member[:-1], LIMIT, exact=exact) is None
    assert gunzip_whole(member, 0, exact=exact) is None
    assert gunzip_whole(memoryview(member), LIMIT, exact=exact) == (PAGE, len(member))


def test_a_member_longer_than_what_is_fed_first() -> None:
    noise = b"".join(zlib.crc32(b"%d" % number).to_bytes(4, "little") for number in range(60_000))
    member = isal_zlib.compress(noise, wbits=31)
    assert len(member) > 200_000
    assert gunzip_whole(member + b"more", LIMIT) == (noise, len(member))


@settings(max_examples=300, deadline=None)
@given(members(), st.sampled_from([1, 50, 5000, LIMIT]))
def test_content_coding_gives_what_zlib_alone_gives(data: bytes, limit: int) -> None:
    def read() -> object:
        try:
            return decode_content(data, "gzip", limit=limit), gunzip(data, limit=limit)
        except ContentError as error:
            return str(error)

    fast = read()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scraper.message.gunzip_whole", lambda *_: None)
        assert read() == fast or by_zlib(data) != gunzip_whole(data, LIMIT)


def with_idle_codes(content: bytes) -> bytes:
    """Return a gzip member whose Huffman table has room for codes that never occur (RFC 1951 §3.2.7): zlib refuses it."""
    lengths = [0] * 3 + [0, 0, 0, 1] + [0] * 10 + [1]  # of the code of code lengths: symbols 9 and 1 have one bit each
    bits = [*bits_of(1, 1), *bits_of(2, 2), *bits_of(0, 5), *bits_of(0, 5), *bits_of(len(lengths) - 4, 4)]
    for length in lengths:
        bits += bits_of(length, 3)
    bits += [1] * 257 + [0]  # 257 symbols of 9 bits, where 512 would fit; one distance code of one bit
    for symbol in (*content, 256):
        bits += reversed(bits_of(symbol, 9))
    bits += [0] * (-len(bits) % 8)
    packed = bytes(sum(bit << place for place, bit in enumerate(bits[at : at + 8])) for at in range(0, len(bits), 8))
    head = b"\x1f\x8b\x08" + bytes(6) + b"\x03"
    return head + packed + struct.pack("<II", zlib.crc32(content), len(content))


def bits_of(value: int, count: int) -> list[int]:
    return [value >> place & 1 for place in range(count)]


def test_exact_refuses_what_gunzip_refuses() -> None:
    member = with_idle_codes(PAGE[:500])
    with pytest.raises(zlib.error, match="invalid literal/lengths set"):
        zlib.decompress(member, wbits=31)
    assert gunzip_whole(member, LIMIT) == (PAGE[:500], len(member))
    assert gunzip_whole(member, LIMIT, exact=True) is None


def test_what_follows_an_empty_member_is_read_by_either(monkeypatch: pytest.MonkeyPatch) -> None:
    data = zlib.compress(b"", wbits=31) + zlib.compress(b"tin", wbits=31)
    assert gunzip(data, limit=LIMIT) == (b"tin", False)
    monkeypatch.setattr("scraper.message.gunzip_whole", lambda *_: None)
    assert gunzip(data, limit=LIMIT) == (b"tin", False)
