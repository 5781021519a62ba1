import hashlib
import os
import tempfile
import tracemalloc
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.digests import digest, matches, read_label
from archive.warc_bytes import Source
from archive.warc_reader import Damage, Record, payload, read_at, records, survey
from tests.archive.warc_samples import PAGE, chunked, exchange, head, member, plain, response, writer, written


def found(path: Path) -> list[Record | Damage]:
    with Source(path) as source:
        return list(survey(source))


@contextmanager
def file_of(data: bytes, name: str = "a.warc.gz") -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        yield path


@given(st.lists(st.binary(max_size=2000), min_size=1, max_size=5), st.booleans(), st.booleans())
def test_any_block_comes_back_as_it_was(blocks: list[bytes], packed: bool, shared: bool) -> None:
    texts = [plain(head("resource", number), block) for number, block in enumerate(blocks)]
    if packed:
        data = zlib.compress(b"".join(texts), 6, 31) if shared else b"".join(zlib.compress(t, 6, 31) for t in texts)
    else:
        data = b"".join(texts)
    with file_of(data, "a.warc.gz" if packed else "a.warc") as path:
        read = list(records(path))
        assert [record.block for record in read] == blocks
        assert {record.member_shared for record in read} == {packed and shared and len(blocks) > 1}
        assert all(record.flaws == () for record in read)
        if not (packed and shared and len(blocks) > 1):
            again = [read_at(path, record.offset, record.length) for record in read]
            assert again == read == [read_at(path, record.offset) for record in read]
            assert sum(record.length for record in read) == len(data)


@given(body=st.binary(min_size=1, max_size=3000))
def test_any_body_comes_back_from_the_writer(body: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        with writer(Path(folder)) as warc:
            plain_place = warc.keep(exchange(response=response(body), entity=body))
            chunked_place = warc.keep(exchange(response=chunked(body), entity=body))
        for place in (plain_place, chunked_place):
            record = read_at(Path(folder, place.file), place.response.offset, place.response.length)
            assert payload(record) == body
            assert place.payload_digest == digest(body)


@given(data=st.binary(max_size=400), at=st.integers(0, 1200), packed=st.booleans())
def test_no_bytes_make_it_fail_otherwise_than_by_damage(data: bytes, at: int, packed: bool) -> None:
    make = member if packed else plain
    good = make(head(number=1), response(b"x")) + make(head(number=2), response(b"y"))
    for hostile in (
        data,
        good[:at] + data + good[at:],
        good[:at] + data,
        b"\x1f\x8b\x08" + data,
        b"WARC/1.1\r\n" + data,
    ):
        with file_of(hostile, "a.warc.gz" if packed else "a.warc") as path:
            items = found(path)
            offsets = [item.offset for item in items]
            assert offsets == sorted(offsets)


def test_an_offset_past_the_end_or_within_a_record_is_damage(tmp_path: Path) -> None:
    path, kept = written(tmp_path, 1)
    size = path.stat().st_size
    with pytest.raises(Damage, match="ends before this offset"):
        read_at(path, size)
    with pytest.raises(Damage, match="no WARC record begins here"):
        read_at(path, kept[0].response.offset + 1)
    with pytest.raises(Damage, match="inside a gzip member"):
        read_at(path, kept[0].response.offset, kept[0].response.length - 1)
    with pytest.raises(Damage, match="not") as caught:
        read_at(path, kept[0].response.offset, kept[0].response.length + 5)
    assert caught.value.code == "length"
    assert caught.value.url == "http://a.vn/tin-0"


def test_records_begin_where_asked_and_end_at_the_first_damage(tmp_path: Path) -> None:
    path, kept = written(tmp_path, 3)
    path.write_bytes(path.read_bytes()[:-8])
    reading = records(path, start=kept[1].response.offset)
    seen = [next(reading).type for _ in range(5)]
    with pytest.raises(Damage) as caught:
        next(reading)
    assert seen == ["response", "request", "metadata", "response", "request"]
    assert caught.value.code == "torn"


def test_headers_keep_order_repetition_and_spelling_and_fold() -> None:
    more = (
        "x-odd: a",
        "X-Odd:  b ",
        " folded",
        "\tonce more",
        "WARC-Concurrent-To: <urn:1>",
        "WARC-Concurrent-To: <urn:2>",
    )
    with file_of(member(head("metadata", 1, *more), b"")) as path:
        record = next(records(path))
    assert record.headers[5:-1] == (
        ("x-odd", "a"),
        ("X-Odd", "b folded once more"),
        ("WARC-Concurrent-To", "<urn:1>"),
        ("WARC-Concurrent-To", "<urn:2>"),
    )
    assert record.header("X-ODD") == "a"
    assert record.header("missing") is None


def test_what_others_write_is_read() -> None:
    lower = b"warc/0.17\nwarc-type: RESOURCE\nwarc-target-uri: <http://a.vn/caf\xe9>\ncontent-length: 3\nno field\n\n"
    lower += b"abc\n\n"
    with file_of(lower, "a.warc") as path:
        record = next(records(path))
    assert (record.version, record.type, record.url) == ("warc/0.17", "resource", "http://a.vn/café")
    assert (record.record_id, record.date, record.block) == (None, None, b"abc")
    assert record.flaws == ("newline", "header_line", "trailer")


def test_gzip_with_name_extra_field_and_empty_members_is_read() -> None:
    whole = member(head(), response(b"x"))
    named = (
        whole[:3]
        + b"\x0c"
        + whole[4:10]
        + b"\x0c\x00sl\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00"
        + b"a.warc\0"
        + whole[10:]
    )
    with file_of(zlib.compress(b"", 6, 31) + named + zlib.compress(b"", 6, 31)) as path:
        (record,) = records(path)
    assert (record.length, payload(record)) == (len(named), b"x")


def test_the_payload_of_what_is_not_http_is_its_block() -> None:
    dns = head("response", 1, url="dns:a.vn").replace("application/http; msgtype=response", "text/dns")
    data = (
        member(dns, b"a.vn 1.2.3.4") + member(head("revisit", 2), response(b"")) + member(head("resource", 3), b"pdf")
    )
    with file_of(data) as path:
        assert [payload(record) for record in records(path)] == [b"a.vn 1.2.3.4", b"", b"pdf"]


def test_a_large_block_is_hashed_and_not_kept() -> None:
    block = os.urandom(300_000)
    label = f"WARC-Block-Digest: sha1:{hashlib.sha1(block).hexdigest()}"
    data = member(head("resource", 1, label), block) + member(head("resource", 2), b"next")
    with file_of(data) as path:
        large, after = records(path, limit=100_000)
    assert (large.block, large.block_length) == (block[: 64 * 1024], 300_000)
    wanted = read_label(label.partition(": ")[2])
    assert wanted is not None
    assert large.block_digest == wanted[1]
    assert (after.block, after.block_digest) == (b"next", None)
    with pytest.raises(ValueError, match="not kept in memory"):
        payload(large)


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("announced", [10**10, 200 * 10**6, 10**30])
def test_a_length_that_is_a_lie_costs_no_memory(packed: bool, announced: int) -> None:
    make = member if packed else plain
    data = make(head(number=1), response(b"x"), length=announced) + make(head(number=2), response(b"y"))
    with file_of(data, "a.warc.gz" if packed else "a.warc") as path:
        tracemalloc.start()
        first, second = found(path)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert isinstance(first, Damage)
    assert isinstance(second, Record)
    assert first.url == second.url == "http://a.vn/hand"
    assert peak < 4_000_000


def test_a_bomb_is_read_in_bounded_memory() -> None:
    block_length = 80 * 2**20
    pack = zlib.compressobj(9, zlib.DEFLATED, 31)
    data = pack.compress(plain(head("resource", 1), b"", trailer=b"", length=block_length))
    data += b"".join(pack.compress(bytes(2**20)) for _ in range(80)) + pack.compress(b"\r\n\r\n") + pack.flush()
    with file_of(data) as path:
        tracemalloc.start()
        (record,) = records(path, limit=2**20)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert record.block_length == block_length
    assert record.block_digest is not None
    assert peak < 48 * 2**20


def test_a_header_without_end_is_damage_and_bounded() -> None:
    pack = zlib.compressobj(9, zlib.DEFLATED, 31)
    data = pack.compress(b"WARC/1.1\r\n") + b"".join(pack.compress(b"X-A: 1\r\n" * 2**17) for _ in range(80))
    with file_of(data + pack.flush()) as path:
        tracemalloc.start()
        (damage,) = found(path)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert isinstance(damage, Damage)
    assert damage.code == "header"
    assert peak < 60 * 2**20


def test_damage_within_a_shared_member_does_not_name_the_record_before() -> None:
    long_field = "X-Long: " + os.urandom(40_000).hex()
    data = zlib.compress(plain(head(number=1), b"") + plain(head("resource", 2, long_field), b""), 6, 31)
    with file_of(data[: len(data) // 2]) as path:
        first, damage = found(path)
    assert isinstance(first, Record)
    assert isinstance(damage, Damage)
    assert (first.url, damage.url, damage.code) == ("http://a.vn/hand", None, "torn")


@pytest.mark.parametrize("packed", [True, False])
def test_a_record_one_byte_behind_damage_is_found(packed: bool) -> None:
    good = (member if packed else plain)(head(), response())
    with file_of(good + b"x" + good, "a.warc.gz" if packed else "a.warc") as path:
        items = found(path)
    assert [item.offset for item in items] == [0, len(good), len(good) + 1]


@pytest.mark.parametrize("packed", [True, False])
def test_a_survey_goes_on_behind_every_damage(packed: bool) -> None:
    make = member if packed else plain
    parts = [make(head(number=number, url=f"http://a.vn/{number}"), response(PAGE)) for number in range(5)]
    flipped = bytearray(parts[1])
    flipped[-12 if packed else 5] ^= 0x10  # the check sum of a member, the version line of a plain record
    pieces = [parts[0], bytes(flipped), parts[2], bytes(512), parts[3][:-20], parts[4]]
    starts = [sum(map(len, pieces[:at])) for at in range(7)]
    with file_of(b"".join(pieces), "a.warc.gz" if packed else "a.warc") as path:
        items = found(path)
    assert [type(item) for item in items] == [Record, Damage, Record, Damage, Damage, Record]
    assert [item.offset for item in items] == starts[:6]
    damages = [item for item in items if isinstance(item, Damage)]
    assert [damage.resumes for damage in damages] == [starts[2], starts[4], starts[5]]
    assert [damage.code for damage in damages][1:] == ["nul", "corrupt" if packed else "content_length"]
    assert damages[2].url == "http://a.vn/3"
    if packed:
        assert damages[0].url == "http://a.vn/1"


def test_the_magic_of_gzip_inside_a_damaged_block_is_no_record() -> None:
    decoy = b"\x1f\x8b\x08" + os.urandom(30) + zlib.compress(b"a page, not a record", 0, 31)
    stored = zlib.compress(plain(head(), response(decoy * 20)), 0, 31)
    good = member(head(number=2), response(b"y"))
    with file_of(stored[:-8] + good) as path:
        first, second = found(path)
    assert isinstance(first, Damage)
    assert (second.offset, type(second)) == (len(stored) - 8, Record)


def test_every_byte_is_watched_once_and_in_order() -> None:
    parts = [member(head(number=number), response(os.urandom(200_000))) for number in range(4)]
    data = parts[0] + parts[1][:-50_000] + parts[2] + bytes(70_000) + parts[3] + b"junk" * 1000
    seen = bytearray()
    with file_of(data) as path, Source(path, watch=lambda piece: seen.extend(piece)) as source:
        assert len([item for item in survey(source) if isinstance(item, Record)]) == 3
    assert seen == data


def test_digest_labels_in_every_coding() -> None:
    data = b"tin"
    hexed = "sha1:E07A0E9ED0A9A4E11F97F6C0A4A9C1A4F1F1B0A5"
    assert matches("md5:" + hashlib.md5(data).hexdigest(), data) is True
    assert matches(digest(data).upper().replace("SHA256", "SHA-256"), data) is True
    assert matches(hexed, data) is False
    assert matches("sha1:" + "A" * 32, data) is False
    for unreadable in ("sha1:", "sha1:xyz", "crc32:00000000", "nonsense", "sha1:" + "!" * 32):
        assert matches(unreadable, data) is None
