"""Reading .warc.zst: whole, damaged, hostile, and made by others; and single records by offset, from any container."""

import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.places import Place
from archive.recompress import members
from archive.verify import verify_file
from archive.warc_bytes import Damage, Source
from archive.warc_container import GZIP, PLAIN, ZSTD, container_at
from archive.warc_random import OpenFiles
from archive.warc_reader import Record, read_at, records, survey
from archive.warc_zstd import (
    DICTIONARY,
    FrameWriter,
    ZstdCompressor,
    ZstdDict,
    dictionary_frame,
    new_dictionary,
    read_dictionary,
)
from tests.archive.warc_samples import written

COUNT = 10


@pytest.fixture
def gz(tmp_path: Path) -> Path:
    path, _ = written(tmp_path, COUNT)
    return path


def beside(path: Path) -> Callable[[str], Place]:
    """Find files in the folder of this one."""
    return lambda name: Place(path=path.with_name(name))


def raws(path: Path) -> list[bytes]:
    return [member.raw for member in members(path)]


def a_dictionary(path: Path) -> ZstdDict:
    samples = raws(path)
    made = new_dictionary(samples[1], samples)
    assert made
    return made


@pytest.fixture
def zst(gz: Path) -> Path:
    """The same records as `gz`, with a dictionary."""
    dictionary = a_dictionary(gz)
    return packed(gz, dictionary_frame(dictionary), dictionary)


def packed(gz: Path, head: bytes, dictionary: ZstdDict | None) -> Path:
    path, writer = gz.with_name("run.warc.zst"), FrameWriter(dictionary)
    path.write_bytes(head + b"".join(writer.frame(raw) for raw in raws(gz)))
    return path


def blocks(path: Path) -> list[tuple[str | None, bytes]]:
    return [(record.record_id, record.block) for record in records(path)]


def surveyed(path: Path) -> tuple[list[Record], list[Damage]]:
    with Source(path) as source:
        found = list(survey(source))
    return [one for one in found if isinstance(one, Record)], [one for one in found if isinstance(one, Damage)]


def test_the_same_records_as_from_gzip(gz: Path, zst: Path) -> None:
    assert blocks(zst) == blocks(gz)
    assert verify_file(zst).findings == ()
    for record in records(zst):
        assert read_at(zst, record.offset, record.length) == record
    assert zst.stat().st_size < gz.stat().st_size


def test_a_bare_dictionary_and_none_are_read_too(gz: Path) -> None:
    dictionary = a_dictionary(gz)
    content = dictionary.dict_content
    bare = packed(gz, DICTIONARY + len(content).to_bytes(4, "little") + content, dictionary)
    assert blocks(bare) == blocks(gz)
    assert blocks(packed(gz, b"", None)) == blocks(gz)


def test_skippable_frames_between_records_are_passed_over(gz: Path) -> None:
    writer = FrameWriter(None)
    path = gz.with_name("x.warc.zst")
    path.write_bytes(b"".join(b"\x53\x2a\x4d\x18\x03\0\0\0abc" + writer.frame(raw) for raw in raws(gz)))
    assert blocks(path) == blocks(gz)
    assert verify_file(path).findings == ()


def test_a_frame_that_does_not_say_its_size(gz: Path) -> None:
    """Some writers leave it out, as FastWARC 2.0 does."""
    path, raw = gz.with_name("x.warc.zst"), raws(gz)[0]
    compressor = ZstdCompressor()
    path.write_bytes(compressor.compress(raw[:100]) + compressor.compress(raw[100:], ZstdCompressor.FLUSH_FRAME))
    (record,) = records(path)
    with OpenFiles(beside(path)) as files:
        assert files.record(path.name, 0, record.length) == record


@pytest.mark.parametrize("cut", [1, 8, 60])
def test_a_torn_end(gz: Path, zst: Path, cut: int) -> None:
    os.truncate(zst, zst.stat().st_size - cut)
    found, (damage,) = surveyed(zst)
    assert len(found) == len(raws(gz)) - 1
    assert (damage.code, damage.resumes) == ("torn", zst.stat().st_size)
    assert "zstd frame" in damage.reason
    assert verify_file(zst).findings[0].level == "damage"


def test_a_flipped_bit_costs_one_record(gz: Path, zst: Path) -> None:
    places = list(members(zst))
    data = bytearray(zst.read_bytes())
    data[places[4].offset + places[4].length // 2] ^= 1
    zst.write_bytes(data)
    found, (damage,) = surveyed(zst)
    assert (damage.code, damage.offset) == ("corrupt", places[4].offset)
    assert damage.resumes == places[5].offset
    assert len(found) == len(places) - 1
    assert [one.code for one in verify_file(zst).findings] == ["corrupt"]


def test_junk_between_records_is_passed_over(gz: Path, zst: Path) -> None:
    places = list(members(zst))
    data = zst.read_bytes()
    middle = places[6].offset
    zst.write_bytes(data[:middle] + b"\0" * 512 + data[middle:])
    found, (damage,) = surveyed(zst)
    assert len(found) == len(places)
    assert (damage.code, damage.offset, damage.resumes) == ("nul", middle, middle + 512)


@pytest.mark.parametrize("change", ["flip", "cut", "gone"])
def test_a_damaged_dictionary_is_said_and_ends(gz: Path, zst: Path, change: str) -> None:
    """Every frame needs it: nothing can be read, and that is found out in one pass."""
    data = zst.read_bytes()
    size = int.from_bytes(data[4:8], "little")
    if change == "flip":
        data = data[:40] + bytes([data[40] ^ 0xFF]) + data[41:]
    elif change == "cut":
        data = data[: 8 + size // 2]
    else:
        data = data[8 + size :]
    zst.write_bytes(data)
    found, damages = surveyed(zst)
    assert found == []
    assert damages
    assert all(one.code in ("corrupt", "torn") for one in damages)
    with pytest.raises(Damage):
        next(records(zst))


@pytest.mark.parametrize("size", [2**32 - 1, 100_000_000])
def test_a_skippable_frame_that_lies_about_its_size(tmp_path: Path, size: int) -> None:
    path = tmp_path / "x.warc.zst"
    path.write_bytes(DICTIONARY + size.to_bytes(4, "little") + b"abc")
    (damage,) = surveyed(path)[1]
    assert damage.code == "torn"
    assert "skippable" in damage.reason
    with pytest.raises(ValueError, match="cut off"):
        read_dictionary(lambda offset, length: path.read_bytes()[offset : offset + length])


def test_a_bomb_is_unpacked_in_bounded_memory(tmp_path: Path) -> None:
    """A frame of a few KB holds a record of 300 MB of zeros, which is more than is kept in memory."""
    size = 300_000_000
    head = f"WARC/1.1\r\nWARC-Type: resource\r\nContent-Length: {size}\r\n\r\n".encode()
    path = tmp_path / "x.warc.zst"
    path.write_bytes(FrameWriter(None).frame(head + bytes(size) + b"\r\n\r\n"))
    assert path.stat().st_size < 200_000
    tracemalloc.start()
    (record,) = records(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert record.block_length == size
    assert len(record.block) < 100_000
    assert peak < 80_000_000


@pytest.mark.parametrize("container", [GZIP, ZSTD, PLAIN])
def test_random_reading_is_the_same_as_careful_reading(gz: Path, zst: Path, container: bytes) -> None:
    plain = gz.with_name("run.warc")
    plain.write_bytes(b"".join(raws(gz)))
    path = {GZIP: gz, ZSTD: zst, PLAIN: plain}[container]
    with OpenFiles(beside(path)) as files:
        found = list(records(path))
        assert container_at(path.read_bytes()[found[0].offset :][:4]) == container
        for record in reversed(found):
            assert files.record(path.name, record.offset, record.length) == record


@pytest.mark.parametrize("wrong", ["offset", "longer", "shorter", "behind", "flip"])
@pytest.mark.parametrize("form", ["gz", "zst"])
def test_random_reading_says_the_same_of_damage(gz: Path, zst: Path, form: str, wrong: str) -> None:
    path = gz if form == "gz" else zst
    place = list(members(path))[3]
    offset, length = place.offset, place.length
    if wrong == "offset":
        offset += 1
    elif wrong == "longer":
        length += 1
    elif wrong == "shorter":
        length -= 1
    elif wrong == "behind":
        offset = path.stat().st_size + 10
    else:
        data = bytearray(path.read_bytes())
        data[offset + length // 2] ^= 1
        path.write_bytes(data)
    with OpenFiles(beside(path)) as files, pytest.raises(Damage) as ours:
        files.record(path.name, offset, length)
    with pytest.raises(Damage) as careful:
        read_at(path, offset, length)
    assert str(ours.value) == str(careful.value)


def test_many_files_do_not_stay_open(gz: Path) -> None:
    data, first = gz.read_bytes(), next(records(gz))
    before = descriptors()
    with OpenFiles(beside(gz)) as files:
        for number in range(100):
            path = gz.with_name(f"f{number}.warc.gz")
            path.write_bytes(data)
            assert files.record(path.name, first.offset, first.length) == first
        assert descriptors() <= before + 33
    assert descriptors() <= before


def descriptors() -> int:
    """How many files this process has open; 0 where the system does not tell."""
    folder = Path("/proc/self/fd")
    return sum(1 for _ in folder.iterdir()) if folder.is_dir() else 0


def test_a_file_that_was_removed_can_be_read_as_long_as_it_is_open(gz: Path) -> None:
    first, second, *_ = records(gz)
    with OpenFiles(beside(gz)) as files:
        assert files.record(gz.name, first.offset, first.length) == first
        gz.unlink()
        assert files.record(gz.name, second.offset, second.length) == second
    with OpenFiles(beside(gz)) as files, pytest.raises(FileNotFoundError):
        files.record(gz.name, first.offset, first.length)
