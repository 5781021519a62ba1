"""Records as gzip members: read back by zlib before anybody keeps them, and made again bit by bit."""

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import gzip_member as made
from archive.gzip_member import DEFLATERS, gzip_member, made_by

RECORD = b"WARC/1.1\r\n\r\n" + "".join(f"<li>Mục {number}</li>" for number in range(2000)).encode()


@given(st.one_of(st.binary(max_size=3000), st.just(RECORD), st.just(bytes(200_000))))
def test_every_reader_gets_the_record_back(record: bytes) -> None:
    member = gzip_member(record)
    assert gzip.decompress(member) == record
    assert member[:10] == bytes.fromhex("1f8b0800000000000003"), "no time, no name, Unix: as zlib writes it"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda record: zlib.compress(record[:-1] + b"?", wbits=31),
        lambda record: zlib.compress(record, wbits=31)[:-1],
        lambda record: zlib.compress(record, wbits=31)[:-3] + b"abc",
        lambda record: b"",
    ],
)
def test_what_does_not_read_back_is_made_by_zlib(wrong: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made, "DEFLATERS", {**DEFLATERS, made.OURS: wrong})
    assert gzip_member(RECORD) == zlib.compress(RECORD, wbits=31)


@pytest.mark.parametrize("name", DEFLATERS)
def test_what_made_a_member_is_found(name: str) -> None:
    member = DEFLATERS[name](RECORD)
    assert made_by(member, RECORD, likely=made.OURS) == name
    assert made_by(member[:10] + b"?" + member[11:], RECORD, likely=name) is None
